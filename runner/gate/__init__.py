"""Everything that is said of a diagram before it may go live."""
