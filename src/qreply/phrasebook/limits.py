"""Limit how much a phrasebook may hold in one place.

What is longer is refused at load, so that no key waits for it. All lengths are in code points. A file's limit is
`storage.regular_file.BOOK_LIMIT`.
"""

REPLY = 5_000
"""Of a wording, its messages and fragments together: ten times what fits on a customer's screen, more than any chat
client takes at once. The longest costs a key 30 ms."""

LINE = 500
"""Of what has one line: titles, asks, options. A customer's whole message has some two hundred."""

NOTE = 2_000
"""Of a note, and of a rule's why."""

PATTERN = 2_000
"""Of a regular expression; the longest shipped one has 636."""

VALUE = 2_000
"""Of what is typed or pasted into a line: a page of a chat."""

PAGE = 10_000
"""Of a text from the clipboard in which values are looked for; an order's page, copied whole, has two thousand."""

PAGE_LINE = 500
"""Of a line of it, before it counts as several."""

ITEMS = 1_000
"""Of asks, tags, options, wordings and other lists."""

CODES = 20
"""Of codes of a phrase."""

WORDS = 20_000
"""Of a rule: lists of forbidden words are that long. 5,000 cost a reply 1 ms."""

NAMES = 50
"""Of different placeholders in a wording: each is a line in the form."""

DEPTH = 16
"""Of parts in parts, and of fragments in fragments."""
