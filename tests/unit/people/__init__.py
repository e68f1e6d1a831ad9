"""Unit tests of the room people."""
