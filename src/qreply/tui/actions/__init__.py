"""Do what the keys of the main screen are for.

Each module is about one thing: opening, finding, the reply, who is served.
"""
