"""How meetings are prepared, attended and followed: figures per unit and period, with the rows behind each number."""
