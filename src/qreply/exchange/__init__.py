"""Import from and export to other tools; each foreign format is a module in formats/."""
