"""Phrases as JSON, which can hold nothing that runs, and back."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from qreply.phrasebook.model import Phrase, Placeholder, Scope, Validity

_LINE, _SCOPE, _VALID = map(Phrase._fields.index, ("line", "scope", "valid"))
_MAPPINGS = tuple(map(Phrase._fields.index, ("platform_wordings", "readings")))
_PLAIN = tuple(name for name in Phrase._fields if name not in {"valid", "scope"})


class Encoded(NamedTuple):
    """Phrases as JSON texts, and the scopes that they name by number."""

    records: list[bytes]
    scopes: list[dict[str, Any]]


def encode_all(phrases: Iterable[Phrase]) -> Encoded:
    """Encode phrases; scopes, which a file's phrases share, once each."""
    scopes = _Scopes()
    return Encoded([_encode(phrase, scopes.number_of(phrase.scope)) for phrase in phrases], scopes.plain)


def summarise(phrases: Sequence[Phrase]) -> Iterator[bytes]:
    """Return bytes that are the same only for phrases of which `encode_all` makes the same.

    Their lines may count from anywhere. It takes a third of the time.
    """
    scopes, first = _Scopes(), phrases[0].line
    for phrase in phrases:
        plain: list[Any] = list(phrase)
        plain[_LINE] -= first
        plain[_SCOPE] = scopes.number_of(phrase.scope)
        plain[_VALID] = _moments(phrase)
        for at in _MAPPINGS:
            plain[at] = dict(plain[at])
        yield marshal.dumps(plain, 2)  # the last version in which it is of no account what is the same object
    yield json.dumps(scopes.plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _encode(phrase: Phrase, scope: int) -> bytes:
    plain: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(phrase, name))}
    for name, value in plain.items():
        if isinstance(value, Mapping):
            plain[name] = dict(value)
    if phrase.valid:
        plain["valid"] = _moments(phrase)
    plain["scope"] = scope
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _moments(phrase: Phrase) -> list[list[str | None]]:
    return [[moment.isoformat() if moment else None for moment in each] for each in phrase.valid]


class _Scopes:
    def __init__(self) -> None:
        self.plain: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[Scope] = []  # so that no other scope gets the same id()
        self._empty = -1

    def number_of(self, scope: Scope) -> int:
        if not scope.placeholders and not scope.fragments:
            if self._empty < 0:
                self._empty = self._add(scope)
            return self._empty
        number = self._numbers.get(id(scope))
        if number is None:
            number = self._numbers[id(scope)] = self._add(scope)
        return number

    def _add(self, scope: Scope) -> int:
        self._kept.append(scope)
        placeholders = [one._asdict() for one in scope.placeholders.values()]
        self.plain.append({"placeholders": placeholders, "fragments": dict(scope.fragments)})
        return len(self.plain) - 1


def decode_scope(plain: Mapping[str, Any]) -> Scope:
    """Return a scope from what encode_all collected."""
    placeholders = (Placeholder(**{**one, "options": tuple(one["options"])}) for one in plain["placeholders"])
    return Scope({one.name: one for one in placeholders}, plain["fragments"])


def decode(data: bytes, scopes: list[Scope]) -> Phrase:
    """Return the phrase that encode_all wrote.

    Raises LookupError, TypeError or ValueError for anything else.
    """
    plain: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    for name in ("asks", "negative_words", "tags", "only", "next", "images", "more_codes"):
        if name in plain:
            plain[name] = tuple(plain[name])
    plain["wordings"] = _wordings(plain.get("wordings", ()))
    plain["platform_wordings"] = {
        platform: _wordings(wordings) for platform, wordings in plain.get("platform_wordings", {}).items()
    }
    plain["valid"] = tuple(
        Validity(*(moment and datetime.fromisoformat(moment) for moment in moments))
        for moments in plain.get("valid", ())
    )
    plain["scope"] = scopes[plain["scope"]]
    for name in ("id", "scenario", "title"):
        plain.setdefault(name, "")
    return Phrase(**plain)


def _wordings(plain: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(wording) for wording in plain)
