"""Tests of the room that finds documents by their words."""
