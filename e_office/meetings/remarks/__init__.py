"""What delegates think before the meeting (M13): remarks on items and papers, answers, notes for oneself alone."""
