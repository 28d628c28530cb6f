"""Phrasebooks: the model, how files become it, and what a lead should hear of them."""
