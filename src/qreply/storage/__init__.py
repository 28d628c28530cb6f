"""Files on disk: replaced whole, known by their fingerprints, found in the user's folders."""
