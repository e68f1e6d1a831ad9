"""Answers that a calendar sends by itself (iTIP REPLY, RFC 5546) to the inviting agency's mailbox."""
