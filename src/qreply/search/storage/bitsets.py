"""Add up weighted sets of phrases, bit-sliced: bit n of an integer stands for phrase n.

`planes[i]` holds bit i of every phrase's total as one big integer, so that a set is added to all totals with a few
operations on integers of as many bits as there are phrases, whatever the set's size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOT_ZERO = re.compile(rb"[^\0]")
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def add(planes: list[int], members: int, weight: int) -> None:
    """Add `weight` to the total of each of `members`."""
    level = 0
    while weight:
        if weight & 1:
            at, carry = level, members
            while carry:
                while at >= len(planes):
                    planes.append(0)
                plane = planes[at]
                planes[at] = plane ^ carry
                carry &= plane
                at += 1
        weight >>= 1
        level += 1


def at_least(planes: list[int], least: int, among: int) -> int:
    """Return those of `among` whose total is `least` or more."""
    if least >> len(planes):
        return 0
    above, equal = 0, among
    for level in range(len(planes) - 1, -1, -1):
        if least >> level & 1:
            equal &= planes[level]
        else:
            above |= equal & planes[level]
            equal &= ~planes[level]
    return above | equal


def largest(planes: list[int], among: int) -> int:
    """Return the largest total of any of `among`."""
    total = 0
    for level in range(len(planes) - 1, -1, -1):
        best = among & planes[level]
        if best:
            among = best
            total |= 1 << level
    return total


def best(planes: list[int], among: int, most: int) -> int:
    """Return the `most` members of `among` with the largest totals; of equal ones the first."""
    chosen = 0
    missing = most
    for level in range(len(planes) - 1, -1, -1):
        upper = among & planes[level]
        size = upper.bit_count()
        if size > missing:
            among = upper
        else:
            chosen |= upper
            missing -= size
            among &= ~upper
    for number in members(among):
        if not missing:
            break
        chosen |= 1 << number
        missing -= 1
    return chosen


def members(among: int) -> Iterator[int]:
    """Return the numbers of the set bits, ascending."""
    data = among.to_bytes((among.bit_length() + 7) // 8, "little")
    for found in _NOT_ZERO.finditer(data):
        at = found.start()
        for bit in _BITS[data[at]]:
            yield at * 8 + bit
