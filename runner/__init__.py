"""Caselane: support cases that follow a drawing."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("caselane")
except PackageNotFoundError:  # run from a folder without being installed
    __version__ = "0"
