"""Everything that can go wrong with a clipboard tool, as fake tools, for the tests and the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qreply.clipboard.backends.commands import CommandBackend
from tests.support.clipboard_tools import READ, WRITE, Toolbox

OLD = "别人的地址：杭州市西湖区 13800000000"
"""On the clipboard before each copy: it must never pass for the new text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail. `heals` says that the copy is good in the end, so that it must be verified."""

    name: str
    writer: str = WRITE
    reader: str = READ
    heals: bool = False
    spoil: Callable[[Path], object] | None = None
    """Done to the writer's (or, for a reader fault, the reader's) file once both exist."""
    spoils: str = "writer"


def _refuse(path: Path) -> None:
    path.chmod(0o644)


def _no_interpreter(path: Path) -> None:
    path.write_text("#!/nonexistent/interpreter\n", encoding="utf-8")


def _no_program(path: Path) -> None:
    path.write_bytes(b"\x7fELF\x00\x00 not a program")


def _kept(command: str) -> str:
    """A writer that keeps what `command` makes of the text."""
    return f'{command} >"$BOARD"'


HANG = "exec sleep 60"

FAULTS = (
    # The writer hangs or dies.
    Fault("writer hangs at once", HANG),
    Fault("writer hangs after reading", f"cat >/dev/null; {HANG}"),
    Fault("writer hangs after storing", f"{WRITE}; {HANG}"),
    Fault(
        "writer hangs and ignores signals", "trap '' TERM INT HUP; cat >/dev/null; while :; do sleep 60; done"
    ),
    Fault("writer hangs in a child", "sleep 60 & wait"),
    Fault("writer fails at once", "exit 1"),
    Fault("writer fails after storing", f"{WRITE}; exit 1"),
    Fault("writer is killed midway", f"{_kept('head -c 8')}; kill -9 $$"),
    Fault("writer closes its input", "exec <&-; sleep 0.002"),
    Fault("writer may not be run", spoil=_refuse),
    Fault("writer has no interpreter", spoil=_no_interpreter),
    Fault("writer is no program", spoil=_no_program),
    Fault("writer has vanished", spoil=Path.unlink),
    # The writer lies.
    Fault("writer keeps nothing", "cat >/dev/null"),
    Fault("writer reads nothing", "exit 0"),
    Fault("writer keeps it elsewhere", 'cat >"$BOARD.primary"'),
    Fault("writer cuts the last byte", _kept("head -c -1")),
    Fault("writer cuts at ten bytes", _kept("head -c 10")),
    Fault("writer cuts the first line", _kept("tail -n +2")),
    Fault("writer keeps GBK", _kept("iconv -c -f utf-8 -t gbk")),
    Fault("writer keeps UTF-16", _kept("iconv -f utf-8 -t utf-16")),
    Fault("writer keeps question marks", _kept("iconv -c -f utf-8 -t ascii//TRANSLIT")),
    Fault("writer encodes twice", _kept("iconv -f latin1 -t utf-8")),
    Fault("writer puts a byte order mark first", 'printf \'\\357\\273\\277\' >"$BOARD"; cat >>"$BOARD"'),
    Fault("writer adds a newline", '{ cat; echo; } >"$BOARD"'),
    Fault("writer adds a NUL", "{ cat; printf '\\0'; } >\"$BOARD\""),
    Fault("writer drops blanks", _kept("tr -d ' '")),
    Fault("writer drops newlines", _kept("tr -d '\\n'")),
    Fault("writer drops emoji", _kept("sed 's/😀//g'")),
    Fault("writer narrows punctuation", _kept("sed 's/，/,/g'")),
    Fault("writer changes a digit", _kept("sed 's/48/24/'")),
    Fault("writer doubles the text", 'cat >"$BOARD.t"; cat "$BOARD.t" "$BOARD.t" >"$BOARD"'),
    Fault("writer appends to the old text", 'cat >>"$BOARD"'),
    Fault("writer stores too late", 'cat >"$BOARD.t"; (sleep 1; mv "$BOARD.t" "$BOARD") &'),
    Fault("another program copies", f'{WRITE}; printf "%s" "另一段" >"$BOARD"'),
    # The reader hangs, dies or lies.
    Fault("reader hangs at once", reader=HANG),
    Fault("reader hangs midway", reader=f'head -c 4 "$BOARD"; {HANG}'),
    Fault("reader's child holds its output", reader=f"{READ}; sleep 60 &"),
    Fault("reader fails", reader="exit 1"),
    Fault("reader fails after printing", reader=f"{READ}; exit 1"),
    Fault("reader is killed", reader=f"{READ}; kill -9 $$"),
    Fault("reader prints nothing", reader="exit 0"),
    Fault("reader prints an error", reader='echo "Error: cannot open display"'),
    Fault("reader never stops printing", reader="exec yes"),
    Fault("reader prints noise", reader="head -c 300 /dev/urandom"),
    Fault("reader prints GBK", reader=f"{READ} | iconv -c -f utf-8 -t gbk"),
    Fault("reader cuts the text", reader='head -c -2 "$BOARD"'),
    Fault("reader adds a newline", reader=f"{READ}; echo"),
    Fault("reader is stale for ever", reader=f"printf '%s' '{OLD}'"),
    Fault("reader has vanished", spoil=Path.unlink, spoils="reader"),
    # What only looks bad.
    Fault(
        "reader is stale twice",
        reader=f'echo x >>"$BOARD.n"; [ "$(wc -l <"$BOARD.n")" -gt 2 ] && {{ rm "$BOARD.n"; exec {READ}; }}\n'
        f"printf '%s' '{OLD}'",
        heals=True,
    ),
    Fault("reader prints CRLF", reader="sed 's/$/\\r/' \"$BOARD\" | head -c -1", heals=True),
    Fault(
        "writer stores a moment late", 'cat >"$BOARD.t"; (sleep 0.004; mv "$BOARD.t" "$BOARD") &', heals=True
    ),
    Fault("writer's child holds its pipes", f"{WRITE}; sleep 2 &", heals=True),
    Fault(
        "writer floods its outputs",
        f"{WRITE}; head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2",
        heals=True,
    ),
    Fault("reader floods its error output", reader=f"head -c 300000 /dev/zero >&2; {READ}", heals=True),
)


def way_with(fault: Fault, box: Toolbox, name: str = "faulty") -> CommandBackend:
    """A way whose tools have `fault`."""
    writer, reader = box.add(f"{name}-write", fault.writer), box.add(f"{name}-read", fault.reader)
    if fault.spoil:
        fault.spoil(Path(writer if fault.spoils == "writer" else reader))
    return CommandBackend(name, [writer], [reader], box.environ)


def honest_way(box: Toolbox) -> CommandBackend:
    """A way that works."""
    return way_with(Fault("none"), box, "honest")
