"""Rules of meetings that are being held."""
