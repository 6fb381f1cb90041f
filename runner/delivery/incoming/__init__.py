"""Mail in: reading it, and fetching it from mailboxes. What it does to cases is decided above."""
