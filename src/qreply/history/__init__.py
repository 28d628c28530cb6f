"""What was searched and picked: kept in the state folder, for the next search and for the lead's statistics.

Of what customers write only short queries are kept, with numbers, names, addresses and ids masked as far as patterns
find them (see `masking`); never values, replies or the clipboard's text.
"""
