"""What leads read: usage statistics, and the questions that the book does not answer."""
