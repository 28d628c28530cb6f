"""Write what a shop has decided into the settings file; every other character stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from yaml.events import ScalarEvent

from qreply.errors import NotSavedError
from qreply.i18n import t
from qreply.phrasebook.reading.yaml_nodes import Mapping as MappingNode
from qreply.phrasebook.reading.yaml_nodes import Sequence, end_of, offset_of
from qreply.phrasebook.writing.text_splice import (
    CannotSpliceError,
    Splice,
    apply_splices,
    content_end,
    line_end,
    line_start,
)
from qreply.settings.file_edit import (
    WRITER,
    edit_settings,
    removed,
    rewritten,
    root_of,
    value_of,
    with_first_shop,
)
from qreply.settings.settings import Settings, Shop
from qreply.text.safety import clean


def save_shop_values(path: Path, shop: str, values: Mapping[str, str], *, platform: str) -> Settings:
    """Put `values` into those of `shop` in the settings file at `path`.

    Returns the settings as they are then. A file that is missing is made; a shop is added, on `platform`, only
    where the file has none. Raises NotSavedError, with the file as it was, where it cannot be read or written, has
    no such shop, or is being saved by someone else.
    """

    def change(text: str, settings: Settings) -> str:
        if settings.shops and shop not in [known.name for known in settings.shops]:
            raise NotSavedError(t("shop.unknown", name=shop, path=path))
        return with_shop_values(text, shop, values, platform)

    def expect(settings: Settings) -> Settings:
        return settings._replace(shops=_expected(settings.shops, shop, values, platform))

    return edit_settings(path, change, expect)


def with_shop_values(text: str, shop: str, values: Mapping[str, str], platform: str) -> str:
    """Return the settings `text` with `values` among those of `shop`; raises CannotSpliceError.

    Whoever uses it reads the text again, and takes it only if it says what was meant.
    """
    shops = value_of(root_of(text), "shops")
    if isinstance(shops, Sequence) and shops.items:
        for item in shops.items:
            name = value_of(item, "name") if isinstance(item, MappingNode) else None
            if isinstance(item, MappingNode) and isinstance(name, ScalarEvent) and clean(name.value) == shop:
                return apply_splices(text, list(_into_shop(text, item, values)))
        raise CannotSpliceError
    return with_first_shop(text, shops, {"name": shop, "platform": platform, "values": values})


def _into_shop(text: str, shop: MappingNode, values: Mapping[str, str]) -> Iterator[Splice]:
    """Yield what puts `values` into the mapping of a shop."""
    known = value_of(shop, "values")
    if isinstance(known, MappingNode) and known.entries:
        yield from _into_values(text, known, values)
        return
    if shop.flow:
        pieces = ", ".join(_entry(name, value) for name, value in values.items())
        if known is None:
            end = content_end(text, shop.entries[-1][1])
            yield end, end, f", values: {{{pieces}}}"
        elif isinstance(known, MappingNode):
            yield known.start, end_of(known), f"{{{pieces}}}"
        else:
            raise CannotSpliceError
        return
    pad = _column(text, offset_of(shop.entries[0][0]))
    lines = "".join(f"\n{' ' * (pad + 2)}{_entry(name, value)}" for name, value in values.items())
    if known is None:
        end = line_end(text, content_end(text, shop.entries[-1][1]))
        yield end, end, f"\n{' ' * pad}values:{lines}"
        return
    yield from removed(text, known)
    end = line_end(text, end_of(known))
    yield end, end, lines


def _into_values(text: str, known: MappingNode, values: Mapping[str, str]) -> Iterator[Splice]:
    """Yield what puts `values` into a mapping that has some.

    Values that are there get a new text, the others stand behind them.
    """
    nodes = {key.value: (key, node) for key, node in known.entries}
    fresh = []
    for name, value in values.items():
        if name not in nodes:
            fresh.append(_entry(name, value))
            continue
        node = nodes[name][1]
        if not isinstance(node, ScalarEvent):
            raise CannotSpliceError
        start = offset_of(node)
        if node.style in ("|", ">") and "#" in text[start : line_end(text, start)]:
            raise CannotSpliceError  # a comment would go with it
        yield rewritten(text, node, value)
    if not fresh:
        return
    last = known.entries[-1][1]
    if known.flow:
        end = content_end(text, last)
        yield end, end, "".join(f", {entry}" for entry in fresh)
    else:
        end = line_end(text, content_end(text, last))
        pad = " " * _column(text, offset_of(known.entries[0][0]))
        yield end, end, "".join(f"\n{pad}{entry}" for entry in fresh)


def _entry(name: str, value: str) -> str:
    return f"{WRITER.scalar(name)}: {WRITER.scalar(value)}"


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _expected(
    shops: tuple[Shop, ...], shop: str, values: Mapping[str, str], platform: str
) -> tuple[Shop, ...]:
    if not shops:
        return (Shop(shop, platform, dict(values)),)
    return tuple(one._replace(values={**one.values, **values}) if one.name == shop else one for one in shops)
