"""What a running installation writes of itself: lines of its log, and spans."""
