"""Limit how much of a foreign file is taken.

Foreign files are not trusted: a small one may stand for gigabytes or hours.

The limits lie far above the largest book that has been seen (20,000 phrases) and keep an import within a minute and
some hundred megabytes, whatever the file holds.
"""

TEXT = 5_000
"""Characters of a text with all that it refers to written out; the loader takes no longer ones."""

HTML = 50_000
"""Characters of a text in HTML, before its tags are left out."""

LABEL = 500
"""Characters of a title, a code or a group, which the loader takes too."""

REFERENCES = 200
"""Texts that one text has written out in it, those in these included: eight levels of thirty are more than a book."""

ROWS = 200_000
"""Rows of a table that hold anything, and entries of a list."""

COLUMNS = 1_000
"""Columns of a table."""

CELLS = 5_000_000
"""Cells of a table, empty ones included, and values of a JSON file."""

DEPTH = 100
"""Levels of a JSON file; ours has six."""

YAML = 16 * 1024 * 1024
"""Characters of an espanso file, whose parts take fifty times their size in memory."""

UNPACKED = 256 * 1024 * 1024
"""Bytes of a workbook's parts, unpacked."""

ELEMENTS = 6_000_000
"""XML elements of a workbook; 100,000 phrases in five columns have two million."""

PARTS = 5_000
"""Files in a workbook."""

COMPARED = 100_000_000_000
"""Pairs of characters that are compared in looking for texts that are nearly the same: some seconds' work."""

FILES = 2_000
"""Files in a folder."""

PLACES = 8
"""Places that the report names of those where the same is to be told."""

LINES = 8
"""Lines of the report that tell the same sort of thing."""

SAMPLES = 3
"""Phrases of a file that the report shows."""
