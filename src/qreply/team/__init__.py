"""The team's history: carried to one database, and what it teaches and tells brought back."""
