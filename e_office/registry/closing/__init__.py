"""Closing a register at the year's end (khóa sổ): checked, kept as it stood, read-only; later on only corrections."""
