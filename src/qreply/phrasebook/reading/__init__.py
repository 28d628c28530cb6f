"""From a file to phrases: characters, YAML with positions, fields, and what is wrong with them."""
