"""The index on disk: segments, their catalogue, and the bit sets in which hits are counted."""
