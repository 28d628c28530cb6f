"""What was searched and picked: the database and its thread, usage ranking, favourites.

Only short queries are kept of what customers write, with numbers, names, addresses and ids masked as far as patterns
find them (see `masking`); never values, replies or the clipboard's text.
"""
