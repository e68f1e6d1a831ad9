"""Calendars by a secret address (iCalendar feeds): a person's own, a unit's, the leadership's."""
