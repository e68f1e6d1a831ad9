"""How documents of a type go to agencies of a level: electronically only, or with paper, and why."""
