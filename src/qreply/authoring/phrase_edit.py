"""A phrase being edited: what the agent can change of it, and what it keeps besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from qreply.phrasebook.model import Phrase, Validity, Wording
from qreply.text.safety import clean, clean_line

_BETWEEN_MESSAGES = "---"
_BETWEEN_ASKS = re.compile("[；;\n]")  # no comma: customers' questions have those


@dataclass(frozen=True, slots=True)
class PhraseEdit:
    """What the agent has written, cleaned; all else stays as in `origin`, the phrase it changes.

    The messages are those of one of its wordings: the `turn`-th on `platform`, if it has wordings of its own there.
    """

    scenario: str
    title: str = ""
    asks: tuple[str, ...] = ()
    code: str = ""
    messages: Wording = ()
    origin: Phrase | None = None
    platform: str = ""
    turn: int = 0

    @classmethod
    def of(cls, phrase: Phrase, platform: str, turn: int) -> PhraseEdit:
        """Begin to change `phrase`, with the wording that is sent on `platform` at its `turn`."""
        own = platform if phrase.platform_wordings.get(platform) else ""
        wordings = phrase.wordings_on(platform)
        turn %= max(len(wordings), 1)
        messages = wordings[turn] if wordings else ()
        return cls(phrase.scenario, phrase.title, phrase.asks, phrase.code, messages, phrase, own, turn)

    def cleaned(self) -> PhraseEdit:
        """Return the edit as it is once it has been in an editor's hands."""
        return self.with_texts(
            scenario=self.scenario,
            title=self.title,
            asks=self.asks,
            code=self.code,
            messages=self.messages,
        )

    def with_texts(
        self, *, scenario: str, title: str, asks: Iterable[str], code: str, messages: Iterable[str]
    ) -> PhraseEdit:
        """Return the edit with these texts, cleaned; a phrase that exists stays in its scenario."""
        return replace(
            self,
            scenario=self.scenario if self.origin else clean_line(scenario).replace("/", "-"),
            title=clean_line(title),
            asks=tuple(dict.fromkeys(filter(None, map(clean_line, asks)))),
            code=clean_line(code),
            messages=tuple(filter(None, (clean(message).strip("\n") for message in messages))),
        )

    def ids(self) -> Iterator[str]:
        """Yield the id it would have, its title's; then others like it, should that be taken."""
        yield f"{self.scenario}/{self.title}"
        yield from (f"{self.scenario}/{self.title}-{number}" for number in count(2))

    def phrase(self, phrase_id: str) -> Phrase:
        """Return the phrase as it will be, under this id."""
        origin = self.origin or Phrase("", self.scenario, "", ())
        changed = origin._replace(id=phrase_id, title=self.title, asks=self.asks, code=self.code)
        if self.platform:
            wordings = self._among(origin.platform_wordings.get(self.platform, ()))
            return changed._replace(platform_wordings={**origin.platform_wordings, self.platform: wordings})
        return changed._replace(wordings=self._among(origin.wordings))

    def _among(self, wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
        """Return `wordings` with these messages in their place."""
        return (*wordings[: self.turn], self.messages, *wordings[self.turn + 1 :])


def split_asks(text: str) -> list[str]:
    """Split the asks typed into one line at semicolons."""
    return _BETWEEN_ASKS.split(text)


def joined_messages(messages: Wording) -> str:
    """Join messages to one text to edit, a line of dashes between them."""
    return f"\n{_BETWEEN_MESSAGES}\n".join(messages)


def split_messages(text: str) -> list[str]:
    """Split a text that was edited into its messages."""
    messages: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip() == _BETWEEN_MESSAGES:
            messages.append([])
        else:
            messages[-1].append(line)
    return ["\n".join(lines) for lines in messages]


def both(validities: Iterable[Validity]) -> tuple[Validity, ...]:
    """Merge validities to one that holds when all of them do."""
    every = tuple(validities)
    if len(every) < 2:
        return every
    since = max((each.since for each in every if each.since), default=None)
    until = min((each.until for each in every if each.until), default=None)
    return (Validity(since, until),)
