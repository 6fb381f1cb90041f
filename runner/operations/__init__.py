"""What keeps an installation alive: backups, their way back, and what is wrong with it."""
