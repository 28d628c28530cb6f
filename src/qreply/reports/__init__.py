"""What leads read: how the book is used, and which questions it does not answer."""
