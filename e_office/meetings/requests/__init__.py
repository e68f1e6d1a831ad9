"""Requests: a meeting registered with the Chairman, the wish to invite district leaders, a working session."""
