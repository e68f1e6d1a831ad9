"""The agenda of a meeting: its items in order, each with its papers and the three lists of M15."""
