"""What was searched and picked: the database and its thread, usage ranking, favourites.

Of what customers write only short queries are kept, with numbers, names, addresses and ids masked as far as patterns
find them (see `masking`); never values, replies or the clipboard's text.
"""
