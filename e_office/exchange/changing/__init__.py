"""What an agency asks of those who got a document: to give it up, or to take another in its place."""
