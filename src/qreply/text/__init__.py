"""Text, whatever it is for: levelled, cleaned, read aloud as pinyin and cut into tokens."""
