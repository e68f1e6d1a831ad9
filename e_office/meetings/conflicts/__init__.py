"""Warnings of two things at one time: of a person, and of a unit that is inspected (M19)."""
