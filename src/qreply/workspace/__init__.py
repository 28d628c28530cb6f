"""What is open and going on: books, customers, the reply in the making. Both shells work through it."""
