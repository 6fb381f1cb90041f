"""Accounts, permissions and signed links."""
