"""Read a file's phrases.

From characters by YAML with positions to fields, with what is wrong with them.
"""
