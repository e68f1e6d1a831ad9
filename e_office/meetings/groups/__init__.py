"""Groups of units an agency invites together, and the leader a capacity means."""
