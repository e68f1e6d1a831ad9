"""What became of a conclusion: each of its tasks followed up until the agency that gave it confirms it is done."""
