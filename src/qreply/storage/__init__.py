"""Files on disk: where they are, how they are written, whether they have changed."""
