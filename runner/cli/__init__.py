"""The command line. A command reads its arguments, makes one call, prints."""

from runner.cli.group import main

__all__ = ["main"]
