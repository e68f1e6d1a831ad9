"""The ratio of a period signed off: a snapshot with its hash, and corrections as entries of their own."""
