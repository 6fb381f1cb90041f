"""Versions of the diagram: deploying them, replaying logs, migrating running cases."""
