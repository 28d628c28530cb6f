"""Read a file's phrases: from bytes to YAML with positions, to fields and their problems."""
