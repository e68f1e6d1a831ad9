"""What a unit's delegate owes after a meeting: report to the head, and hand on what the unit has to do (M16 d, O9)."""
