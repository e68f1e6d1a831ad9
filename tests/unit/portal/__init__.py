"""Unit tests of the room portal."""
