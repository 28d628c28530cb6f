"""Phrases that agents write on the screen, spliced into their own book."""
