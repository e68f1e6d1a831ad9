"""What delegates think before the meeting (M13): comments and questions on papers, answers, notes for oneself alone."""
