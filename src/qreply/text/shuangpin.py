"""双拼: two keys a syllable, by the scheme that the agent's input method has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from qreply.text.pinyin import syllables

# Of fewer letters a run is a code or initials: fh is no fang.
_SHORTEST = 4

_INITIALS = {"v": "zh", "i": "ch", "u": "sh"}
# What each second key may stand for, as the schemes' own tables have it; the settings name them so.
_FINALS: Mapping[str, str] = MappingProxyType(
    {
        "xiaohe": "q:iu w:ei e:e r:uan t:ue,ve y:un u:u i:i o:uo,o p:ie a:a s:ong,iong d:ai f:en g:eng h:ang j:an "
        "k:uai,ing l:iang,uang z:ou x:ua,ia c:ao v:ui,v b:in n:iao m:ian",
        "ziranma": "q:iu w:ia,ua e:e r:uan t:ue,ve y:uai,ing u:u i:i o:uo,o p:un a:a s:ong,iong d:iang,uang f:en g:eng "
        "h:ang j:an k:ao l:ai z:ei x:ie c:iao v:ui,v b:ou n:in m:ian",
        "microsoft": "q:iu w:ia,ua e:e r:uan t:ue y:uai,v u:u i:i o:uo,o p:un a:a s:ong,iong d:iang,uang f:en g:eng "
        "h:ang j:an k:ao l:ai ;:ing z:ei x:ie c:iao v:ui,ve b:ou n:in m:ian",
    }
)
# Syllables without a consonant: by their own letters, or behind an o.
_ALONE = "aa:a oo:o ee:e ai:ai an:an ao:ao ei:ei en:en er:er ou:ou ah:ang eg:eng"
_BEHIND_O = "oa:a ol:ai oj:an oh:ang ok:ao oe:e oz:ei of:en og:eng or:er oo:o ob:ou"

_RUN = re.compile("[a-z;]+")


def spell_out(text: str, scheme: str) -> str:
    """Return `text` with each run of whole syllables in `scheme` written in pinyin."""
    return _RUN.sub(lambda run: _run_spelt(run[0], scheme), text)


def _run_spelt(run: str, scheme: str) -> str:
    pairs = [run[at : at + 2] for at in range(0, len(run), 2)]
    if len(run) < _SHORTEST or len(run) % 2 or not all(pair in _syllables(scheme) for pair in pairs):
        return run
    return " ".join(_syllables(scheme)[pair] for pair in pairs)


@cache
def _syllables(scheme: str) -> dict[str, str]:
    """Return the syllable of every two keys."""
    known: dict[str, str] = {}
    for entry in _FINALS[scheme].split():
        key, _, finals = entry.partition(":")
        for first in "bpmfdtnlgkhjqxrzcsyw" + "".join(_INITIALS):
            for final in finals.split(","):
                syllable = _INITIALS.get(first, first) + final
                if syllable in syllables():
                    known.setdefault(first + key, syllable)
    alone = _BEHIND_O if scheme == "microsoft" else _ALONE
    return known | dict(entry.split(":") for entry in alone.split())
