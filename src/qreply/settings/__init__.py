"""What the user has settled: the settings file, read, checked and written the first time."""
