"""Unit tests of the room notices."""
