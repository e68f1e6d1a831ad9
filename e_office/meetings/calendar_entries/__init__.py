"""Calendar entries: when a leader is where, and from what the entry came."""
