"""Do what the keys of the main screen are for.

By what they are about: opening, finding, the reply, who is served.
"""
