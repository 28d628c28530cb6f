from __future__ import annotations

import ast
import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest

import qreply
from qreply import i18n
from qreply.i18n import t, table, use_language

AREAS = [module.name for module in pkgutil.iter_modules(i18n.__path__)]
SOURCE = Path(qreply.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_every_text_is_there_in_both_languages_with_the_same_values(area: str) -> None:
    for name, (chinese, english) in table(area).items():
        assert chinese, name
        assert english, name
        assert fields(chinese) == fields(english), name
        assert not re.search("[\u4e00-\u9fff]", re.sub("[“”].*?[“”]|名=值", "", english)), name


def test_every_text_that_the_code_names_exists() -> None:
    named = {
        (area, name)
        for path in SOURCE.rglob("*.py")
        for area, name in re.findall(r"""\bt\(\s*["']([a-z]+)\.([a-z.-]+)["']""", path.read_text("utf-8"))
    }
    assert len(named) > 50
    assert [key for key in named if key[1] not in table(key[0])] == []


def test_every_text_that_the_code_names_is_given_all_its_values() -> None:
    """A hole would show as {key}: `t` fills nothing in where it is given nothing."""
    holes = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                area, _, name = str(node.args[0].value).partition(".")
                given = {keyword.arg for keyword in node.keywords}
                if None not in given and not fields(table(area)[name][0]) <= given:
                    holes.append(f"{path.name}:{node.lineno}")
    assert holes == []


# Where Chinese is not said but understood, or is itself a reply's.
DATA = {
    "reports/chat_logs.py": "how chat logs head their messages",
    "reply/constructions.py": "words that sentences of rules are made of",
    "workspace/round_list.py": "names that exports give their columns",
    "workspace/round_replies.py": "names that platforms give to an order's stations",
    "workspace/practice_messages.py": "what customers put around a sentence",
    "workspace/practice_values.py": "values to practise with",
    "reports/log_tables.py": "names that chat logs give their columns",
    "reports/speaker_columns.py": "names that chat logs give those who write",
    "reports/asked_counts.py": "units of numbers, and what sums are called",
    "reports/asking_sentences.py": "how customers ask, want, greet and thank",
    "reports/customer_questions.py": "how we ask customers back",
    "cli/help_format.py": "marks that no line begins with",
    "cli/doctor.py": "what the clipboard is tried with",
    "reply/draft.py": "the value of a flag",
    "reply/joined_reply.py": "greetings",
    "reply/likeness.py": "marks that end a sentence",
    "reply/promises.py": "times, and what is promised",
    "reply/couriers.py": "couriers, and the placeholders that take them",
    "team/faults.py": "what servers say in Chinese",
    "history/masking.py": "numerals, names and addresses, to be masked",
    "reply/relative_dates.py": "days of the week, for replies",
    "reply/disguises.py": "numerals, and marks that end a clause",
    "reply/value_forms.py": "marks around a value",
    "reply/wording_review.py": "an agent and a shop to fill in",
    "reply/clipboard_values.py": "what is recognised on the clipboard",
    "reply/values.py": "placeholders with a meaning, and their values",
    "settings/reader.py": "marks behind the name of a key",
    "settings/entry_reader.py": "full-width marks that stand for plain ones",
    "settings/settings_schema.py": "what editors say of each key",
    "tui/keys.py": "marks behind the name of a key",
    "workspace/drafting.py": "marks of a question, and of a number",
    "settings/trades.py": "what people call their trades",
    "text/moments.py": "days as leads name them",
    "text/clock_times.py": "days and times of day as replies write them",
    "text/offers.py": "words that offer and refuse",
    "text/promised_terms.py": "words that commit a shop",
    "text/written_numbers.py": "numerals",
    "text/colloquial.py": "dialect and chat, and what they mean",
    "text/graphemes.py": "ranges of characters that each stand by themselves",
    "text/normalize.py": "words of one character that stand for others",
    "text/safety.py": "ranges of harmless characters",
    "tui/widgets/prose.py": "marks that end or begin a line",
    "tui/screens/phrase_editor.py": "what stands between the questions in their field",
    "authoring/phrase_edit.py": "what stands between the questions in their field",
}


def test_chinese_stands_in_the_tables_of_texts_or_is_data() -> None:
    found = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if chinese_in(path)}
    code = {name for name in found if not name.startswith(("i18n/", "phrasebook/", "exchange/", "search/"))}
    assert code == set(DATA)


def chinese_in(path: Path) -> frozenset[str]:
    """The strings with hanzi or full-width marks in the code of `path`, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    return frozenset(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docs
        if re.search("[\u3001-\u300f\u4e00-\u9fff\uff01-\uff5e]", node.value)
    )


def test_the_language_can_be_switched() -> None:
    assert t("screen.all") == "全部"
    use_language("en")
    assert t("screen.all") == "All"
