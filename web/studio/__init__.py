"""The studio: process owners draw the next version, see what is wrong with it, and publish it."""
