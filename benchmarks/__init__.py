"""Measurements, started by `make bench`. Ratios within one run; nothing here is a test."""
