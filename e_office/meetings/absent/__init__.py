"""Agencies that were invited and did not come: the part that concerns them, and their written answer (O5)."""
