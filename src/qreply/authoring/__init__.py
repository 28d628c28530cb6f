"""Phrases that agents write on the screen: edited, reviewed and saved in their own book."""
