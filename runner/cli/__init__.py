"""The command line. A command reads its arguments, makes one call, prints."""

from runner.cli import adopting, cases, diagrams, people, playing, promises, replaying, serving
from runner.cli.commands import main

__all__ = [
    "adopting",
    "cases",
    "diagrams",
    "main",
    "people",
    "playing",
    "promises",
    "replaying",
    "serving",
]
