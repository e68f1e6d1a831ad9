"""Reading the papers of a meeting: one after the other on a screen, all of them as one package, printed with a mark."""
