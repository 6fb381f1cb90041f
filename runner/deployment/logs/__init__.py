"""Event logs of other systems: read, mapped to the drawing, replayed."""
