"""Phrases that agents write themselves: the text in the making, and the book it goes to."""
