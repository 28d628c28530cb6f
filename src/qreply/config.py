"""Where things are, and what the settings file says."""
