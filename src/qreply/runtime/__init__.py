"""The running program: background threads under one guard, and the crash log."""
