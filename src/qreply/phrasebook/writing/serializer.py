"""Make files of phrases, as they would be written.

Phrases are grouped, and become plain trees for YAML and JSON alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from qreply.phrasebook.kinds import PATTERNS
from qreply.phrasebook.model import PLATFORMS, Phrase, Placeholder, Validity, Wording
from qreply.phrasebook.references import used_scope
from qreply.phrasebook.writing.yaml_writer import Tree
from qreply.phrasebook.yaml_keys import Key, Shape


@dataclass
class PhraseFile:
    """One phrasebook file to be: a scenario's phrases with what they lean on."""

    scenario: str
    title: str
    valid: Validity | None = None
    placeholders: dict[str, Placeholder] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)

    def takes(self, phrase: Phrase) -> bool:
        """Tell whether the phrase's placeholders, fragments and validity mean the same in this file."""
        used = used_scope(phrase)
        return (
            self.valid == _valid_of_file(phrase)
            and all(self.placeholders.get(name, known) == known for name, known in used.placeholders.items())
            and all(self.fragments.get(name, text) == text for name, text in used.fragments.items())
        )

    def add(self, phrase: Phrase) -> None:
        """Put the phrase in."""
        used = used_scope(phrase)
        self.placeholders.update(used.placeholders)
        self.fragments.update(used.fragments)
        self.phrases.append(phrase)


def phrase_files_of(phrases: Iterable[Phrase], titles: Mapping[str, str]) -> list[PhraseFile]:
    """Make one file for each scenario; another only where a name means something else there."""
    phrase_files: dict[str, list[PhraseFile]] = {}
    for phrase in phrases:
        own = phrase_files.setdefault(phrase.scenario, [])
        phrase_file = next((phrase_file for phrase_file in own if phrase_file.takes(phrase)), None)
        if phrase_file is None:
            title = titles.get(phrase.scenario) or phrase.scenario
            phrase_file = PhraseFile(phrase.scenario, title, _valid_of_file(phrase))
            own.append(phrase_file)
        phrase_file.add(phrase)
    return [phrase_file for own in phrase_files.values() for phrase_file in own]


def head_of(phrase_file: PhraseFile) -> dict[str, Tree]:
    """Return the file's keys above `phrases`."""
    tree: dict[str, Tree] = {"scenario": phrase_file.scenario, "title": phrase_file.title}
    if phrase_file.valid:
        tree["valid"] = _validity(phrase_file.valid)
    if phrase_file.placeholders:
        tree["placeholders"] = placeholders_of(phrase_file.placeholders)
    if phrase_file.fragments:
        tree["fragments"] = dict(sorted(phrase_file.fragments.items()))
    return tree


def placeholders_of(placeholders: Mapping[str, Placeholder]) -> dict[str, Tree]:
    """Return the declared placeholders by name."""
    return {name: placeholder_tree(known) for name, known in sorted(placeholders.items())}


def phrase_tree(phrase: Phrase) -> dict[str, Tree]:
    """Return the phrase's keys as they stand in a file, empty ones left out."""
    head = phrase.scenario + "/"
    key = phrase.id.removeprefix(head)
    whole = key.startswith(head) or key == phrase.id
    tree: dict[str, Tree] = {
        "id": "" if key == phrase.title and not whole else phrase.id if whole else key,
        "title": phrase.title,
        "group": phrase.group,
        "code": phrase.codes if phrase.more_codes else phrase.code,
        "asks": phrase.asks,
        "not": phrase.negative_words,
        "tags": phrase.tags,
        **_said(phrase.wordings),
        "platforms": {name: _said(given) for name, given in phrase.platform_wordings.items()},
        "only": phrase.only,
        "note": phrase.note,
        "valid": _validity(phrase.valid[-1]) if phrase.valid else {},
        "next": phrase.next,
        "no-answer": phrase.no_answer,
        "images": phrase.images,
        "readings": phrase.readings,
    }
    return {name: value for name, value in tree.items() if value}


def in_chinese(tree: Mapping[str, Tree], shape: Shape) -> dict[str, Tree]:
    """Return the tree with the Chinese names of its keys, for a book that has these."""
    return {
        shape.by_name[name].chinese: value_in_chinese(value, shape.by_name[name])
        for name, value in tree.items()
    }


def value_in_chinese(value: Tree, key: Key) -> Tree:
    """Return the value of a key with the Chinese names of the keys inside."""
    if not isinstance(value, Mapping) or key.shape is None:
        return value
    if key.kind == "shape":
        return in_chinese(value, key.shape)
    names = PLATFORMS if key.name == "platforms" else {}
    return {
        names.get(name, name): in_chinese(inner, key.shape) if isinstance(inner, Mapping) else inner
        for name, inner in value.items()
    }


def _valid_of_file(phrase: Phrase) -> Validity | None:
    return phrase.valid[0] if len(phrase.valid) > 1 else None


def _said(wordings: tuple[Wording, ...]) -> dict[str, Tree]:
    if not wordings:
        return {}
    first, *others = wordings
    if len(first) == 1:
        variants = [_wording(other) for other in others]
        return {"reply": first[0], **({"variants": variants} if variants else {})}
    if not others:
        return {"messages": first}
    return {"variants": [_wording(wording) for wording in wordings]}  # messages allow no variants beside them


def _wording(wording: Wording) -> Tree:
    return wording[0] if len(wording) == 1 else wording


def placeholder_tree(known: Placeholder) -> dict[str, Tree]:
    """Return the keys of a declared placeholder as they stand in a file, empty ones left out."""
    tree: dict[str, Tree] = {"ask": known.ask}
    if known.default is not None:
        tree["default"] = known.default
    tree |= {"options": known.options, "pattern": known.pattern, "date": known.date, "format": known.format}
    tree |= {"from": "clipboard" if known.from_clipboard else "shop" if known.from_shop else ""}
    tree |= {name: "true" if getattr(known, name) else "" for name in ("remember", "private", "commits")}
    tree |= {"example": known.example, "kind": known.kind}
    if known.kind and known.pattern == PATTERNS[known.kind]:
        tree["pattern"] = ""
    return {name: value for name, value in tree.items() if value or name == "default"}


def _validity(valid: Validity) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    if valid.since:
        tree["from"] = _moment(valid.since, time.min)
    if valid.until:
        tree["until"] = _moment(valid.until, time.max)
    return tree


def _moment(moment: datetime, end: time) -> str:
    """Return the shortest way to write a moment.

    What is written stands for its start, or with `end` for its end.
    """
    if moment.time() == end:
        return f"{moment:%Y-%m-%d}"
    if moment.second == end.second:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d %H:%M:%S}"
