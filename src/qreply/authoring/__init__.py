"""Phrases written on the screen, and many changed at once: reviewed, spliced, saved."""
