"""Messages to and from other systems: what came, what went, in what state, and what was kept aside and why."""
