"""The settings file: read, checked, and written the first time."""
