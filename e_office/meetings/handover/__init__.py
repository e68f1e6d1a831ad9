"""A conclusion notice on its way from the unit that drafts it to the Office, which issues it (M14)."""
