"""Read-only: reports, incidents and milestones as people look at them."""
