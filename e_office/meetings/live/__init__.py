"""A meeting while it is held: current item, presence, requests to speak and votes, in the hall and at bridge points."""
