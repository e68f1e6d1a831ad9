"""Series of meetings (M18): the next one begun from the last, with what is inherited, and the way back and forth."""
