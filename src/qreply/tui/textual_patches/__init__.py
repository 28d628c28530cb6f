"""Where Textual's private parts are used: each patch says what it needs and what it buys."""
