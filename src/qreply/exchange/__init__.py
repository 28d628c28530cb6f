"""Phrases in from other tools and out to them: one module a foreign format."""
