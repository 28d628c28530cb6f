"""What is open: books, customers, the session with its draft; both shells go through it."""
