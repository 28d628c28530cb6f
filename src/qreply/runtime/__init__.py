"""The running program: its threads under one guard, and the log of what went wrong."""
