"""The settings file: read, checked, and edited in place."""
