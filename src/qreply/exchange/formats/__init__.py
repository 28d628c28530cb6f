"""Foreign formats, one a module: how each reads and is written."""
