"""Cases that are played on a clock that is set: the demo, and a log."""
