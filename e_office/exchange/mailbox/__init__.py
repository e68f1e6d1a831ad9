"""The unit's mailbox as a door: mails are fetched, each once, and wait for the clerk as arrivals do."""
