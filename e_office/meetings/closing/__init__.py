"""What a meeting still lacks when it is over (M14): its conclusion notice, or the word that none is needed."""
