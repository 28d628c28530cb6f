"""Text, whatever it is for: normalised, cleaned, read as pinyin, cut into tokens."""
