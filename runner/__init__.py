"""Caselane: support cases that follow a drawing."""
