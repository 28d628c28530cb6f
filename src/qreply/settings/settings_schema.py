"""The JSON schema of the settings file, for editors: of what `reader` knows, and no more.

What cannot be said in a schema is left to the reader: shops of one name, a current shop that is none of them.
"""

from __future__ import annotations

NAME = "settings.schema.json"
MODELINE = f"# yaml-language-server: $schema={NAME}\n"
"""The line by which editors find the schema beside the file."""

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
