"""From phrases to a file: whole files, and edits that leave every other byte as it was."""
