"""The log that leaves, in each format."""
