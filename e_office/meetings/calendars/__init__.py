"""The calendars of a person and of a unit, and the addresses by which other programs read them."""
