"""Rooms and bridge points of an agency: the list it keeps, who has which when, conflicts shown before they hurt."""
