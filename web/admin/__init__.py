"""Pages of the admins: people, teams, tokens, incidents."""
