"""From a lead's save until the open screen shows the new reply: `python -m benchmarks.edits [--phrases N]`

The real program in a pseudo-terminal of 80 × 24, opened from its kept index on a book of one file, which is edited from
outside. Seconds from the save to the new text on the screen, the program's processor time meanwhile and until it rests,
the longest stall of the screen, and the most memory that was resident, which the kernel counts anew for each edit.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.limits import Run, run
from benchmarks.screen import book_of

_SLIP_SAID = "先用"
_REST = 4.0  # seconds until what is done behind the screen, at the start or after an edit, is over

Edit = Callable[[list[str], int, str], None]
"""Changes the lines of a file: those of the phrase that begins at an index, to have a word in its reply."""


def change(lines: list[str], first: int, word: str) -> None:
    """Another reply, in as many lines."""
    lines[first + 5] = f"      {word}，{lines[first + 5].strip()}"


def insert(lines: list[str], first: int, word: str) -> None:
    """Another reply, and a new phrase in front of it."""
    new = [f"  - id: {word}", f'    title: "{word}"', "    asks: [新的问法]", "    reply: 新的一条"]
    lines[first:first] = new
    change(lines, first + len(new), word)


def delete(lines: list[str], first: int, word: str) -> None:
    """Another reply, and the phrase behind it gone."""
    change(lines, first, word)
    del lines[first + 6 : first + 11]


def slip(lines: list[str], first: int, word: str) -> None:
    """A colon as it comes out of an input method, so that nothing of the file can be read."""
    del word
    lines[first + 1] = lines[first + 1].replace(": ", "：", 1)


def memory(pid: int, name: str) -> float:
    """Megabytes that the kernel tells of a process under `name`."""
    status = Path(f"/proc/{pid}/status").read_text()
    return float(next(row.split()[1] for row in status.splitlines() if row.startswith(f"{name}:"))) / 1000


def spent(pid: int) -> float:
    """Seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(
    one: Run, book: Path, number: int, edit: Edit, word: str
) -> tuple[float, float, float, float, float]:
    """Seconds until seen, of the processor, of the longest stall; resident megabytes before and at most."""
    terminal = one.terminal
    lines = book.read_text(encoding="utf-8").split("\n")
    edit(lines, lines.index(f"  - id: p{number}"), word)
    content = "\n".join(lines).encode()
    before = memory(terminal.pid, "VmRSS")
    Path(f"/proc/{terminal.pid}/clear_refs").write_text("5")
    since, used, moment = len(terminal.written), spent(terminal.pid), time.time()
    book.write_bytes(content)
    seen = terminal.until(_SLIP_SAID if edit is slip else word, 120, since=since)
    terminal.listen(_REST)
    used = spent(terminal.pid) - used
    return seen, used, one.stall(moment), before, memory(terminal.pid, "VmHWM")


def main() -> None:
    """Print what each edit takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--phrases", type=int, default=100_000)
    phrases = parser.parse_args().phrases
    edits: list[tuple[str, int, Edit]] = [
        ("the first one, in the middle", phrases // 2, change),
        ("in the middle", phrases // 2, change),
        ("at the start", 0, change),
        ("at the end", phrases - 1, change),
        ("a phrase more at the start", 0, insert),
        ("a phrase less in the middle", phrases // 2, delete),
        ("a slip in the last phrase", phrases - 1, slip),
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = book_of(phrases, folder)
        content = book.read_text(encoding="utf-8")
        codes = dict(zip({number for _, number, _ in edits}, ("qwe", "rty", "zxc"), strict=True))
        for number, code in codes.items():  # each is found by a code of its own
            content = content.replace(f"- id: p{number}\n", f"- id: p{number}\n    code: {code}\n")
        book.write_text(content, encoding="utf-8")
        run(folder, book).terminal.kill()  # cold: the index is made
        one = run(folder, book)
        one.terminal.listen(_REST)
        print(
            "| edit | seen after, s | processor, s | longest stall, ms | resident before, MB | at most, MB |"
        )
        print("| --- | --- | --- | --- | --- | --- |")
        try:
            for at, (title, number, edit) in enumerate(edits):
                one.terminal.send("\x1b" if at else "")
                one.terminal.listen(0.5)
                one.terminal.send(codes[number])
                one.terminal.listen(0.5)
                seen, used, stall, before, most = measure(one, book, number, edit, f"edit{at}x")
                print(
                    f"| {title} | {seen:.1f} | {used:.1f} | {stall * 1000:.0f} | {before:.0f} | {most:.0f} |",
                    flush=True,
                )
        finally:
            one.terminal.kill()


if __name__ == "__main__":
    main()
