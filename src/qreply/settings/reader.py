"""Read the settings file: every key is known, every mistake has a line."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import cast

from qreply.errors import SettingsError
from qreply.i18n import Language, t, table
from qreply.phrasebook.model import PLATFORMS
from qreply.phrasebook.reading.source import Source, read
from qreply.phrasebook.reading.yaml_nodes import Mapping, Node, Sequence
from qreply.settings.entry_reader import EntryReader, Tree, is_empty
from qreply.settings.key_names import is_reported
from qreply.settings.settings import FOLLOWING, THEMES, Settings, Shop, find_platform, unknown_platform
from qreply.settings.trades import find_trade

KEYS = (
    "agent",
    "language",
    "theme",
    "books",
    "trades",
    "shop",
    "shops",
    "keymap",
    "hotkeys",
    "round",
    "limits",
    "history",
    "team",
    "team-password",
    "share-name",
    "shuangpin",
    "ambiguous",
    "follow-clipboard",
    "reminders",
)
SHOP_KEYS = ("name", "platform", "values", "books")
LANGUAGES = ("zh", "en")
SWITCH = ("on", "off")
TEAM_SCHEMES = ("postgresql+psycopg", "mysql+pymysql", "mariadb+pymysql")
OFF_FIRST = ("off", "on")
SHUANGPIN = ("off", "xiaohe", "microsoft", "ziranma")
WIDTHS = ("ask", "narrow", "wide")
REMINDERS = ("memory", "keep")

_CONTROL = re.compile(r"[\x00-\x1f]")
_VARIABLE = re.compile("%([^%]+)%")  # as Windows writes them; one that is not set stays as it is
_EXPLAINED = re.compile("[（：].*")  # what a label says beside the name of an action
_LIMIT = re.compile("[1-9][0-9]{0,6}")


def load_settings(path: Path) -> Settings:
    """Return the settings in `path`.

    Raises SettingsError, with line and column, for anything that is not a setting.
    """
    return parse_settings(path, read(path))


def parse_settings(path: Path, source: Source) -> Settings:
    """Return the settings that `source`, the text of `path`, holds; raises SettingsError."""
    return _Reader(path, source).settings()


class _Reader(EntryReader):
    """Turns the settings file into Settings, or says where it cannot."""

    def settings(self) -> Settings:
        tree = self.root(KEYS)
        shops = self._shops(tree)
        shop = self.text(tree, "shop")
        if shop and shop not in [known.name for known in shops]:
            self.fail(tree["shop"], t("command.settings.no-shop", name=shop))
        return Settings(
            path=self.path,
            agent=self.text(tree, "agent"),
            language=cast(Language, self.choice(tree, "language", LANGUAGES)),
            theme=self.choice(tree, "theme", THEMES),
            books=self._paths(tree),
            trades=self._trades(tree),
            shop=shop,
            shops=shops,
            keymap=self._keymap(tree),
            hotkeys=self._hotkeys(tree),
            round_replies=self.texts(tree, "round"),
            limits=self._limits(tree),
            history=self.choice(tree, "history", SWITCH) == SWITCH[0],
            team=self._team(tree),
            team_password=self._password_file(tree),
            share_name=self.choice(tree, "share-name", OFF_FIRST) == SWITCH[0],
            shuangpin=self.choice(tree, "shuangpin", SHUANGPIN).replace("off", ""),
            ambiguous=self.choice(tree, "ambiguous", WIDTHS),
            follow_clipboard=self.choice(tree, "follow-clipboard", FOLLOWING),
            keeps_reminders=self.choice(tree, "reminders", REMINDERS) == "keep",
        )

    def _shops(self, tree: Tree) -> tuple[Shop, ...]:
        shops: dict[str, Shop] = {}
        for node in self.items(tree, "shops"):
            shop = self._shop(node)
            if shop.name in shops:
                self.fail(node, t("command.settings.twice", key=shop.name))
            shops[shop.name] = shop
        return tuple(shops.values())

    def _shop(self, node: Node) -> Shop:
        tree = self.mapping(node, "shops", SHOP_KEYS)
        name = self.text(tree, "name")
        if not name:
            self.fail(node, t("command.settings.no-name"))
        platform = find_platform(self.text(tree, "platform")) or self.choice(
            tree, "platform", tuple(PLATFORMS)
        )
        return Shop(name, platform, self.texts(tree, "values"), self._paths(tree))

    def _trades(self, tree: Tree) -> tuple[str, ...]:
        trades = []
        for node in self.items(tree, "trades"):
            try:
                trades.append(find_trade(self.text({"trades": node}, "trades")))
            except SettingsError as error:
                self.fail(node, error.message, error.hint)
        return tuple(dict.fromkeys(trades))

    def _keymap(self, tree: Tree) -> dict[str, str]:
        """Return the keys by action: one, or several with commas between."""
        names = action_names()
        keymap: dict[str, str] = {}
        for name, keys in self.texts(tree, "keymap", tuple(names)).items():
            if names[name] in keymap:
                self.fail(tree["keymap"], t("command.settings.twice", key=name))
            keymap[names[name]] = ",".join(self._key(tree["keymap"], name, key) for key in keys.split(","))
        return keymap

    def _hotkeys(self, tree: Tree) -> dict[str, str]:
        """Return the ids of phrases by key."""
        hotkeys = self.texts(tree, "hotkeys")
        return {self._key(tree["hotkeys"], key, key): phrase for key, phrase in hotkeys.items()}

    def _key(self, node: Node, entry: str, given: str) -> str:
        """Return the key that `given` names, in the mapping `node` under `entry`."""
        key = given.strip().lower()
        if not is_reported(key):
            key_node = self.mapping(node, "keymap", None)[entry]
            self.fail(
                key_node, t("command.settings.not-key", given=given), t("command.settings.not-key.hint")
            )
        return key

    def _limits(self, tree: Tree) -> dict[str, int]:
        given = self.texts(tree, "limits")
        for platform, limit in given.items():
            if platform not in PLATFORMS:
                self.fail(tree["limits"], unknown_platform(platform).message)
            if not _LIMIT.fullmatch(limit):
                self.fail(tree["limits"], t("command.settings.not-number", key=platform, given=limit))
        return {platform: int(limit) for platform, limit in given.items()}

    def _team(self, tree: Tree) -> str:
        """Return the address of the team's database; one with a password is refused, and not shown."""
        address = self.text(tree, "team")
        if not address:
            return ""
        scheme, _, rest = address.partition("://")
        if not rest or scheme not in TEAM_SCHEMES:
            self.fail(tree["team"], t("team.bad-address"), t("team.bad-address.hint"))
        authority = rest.partition("/")[0]
        if ":" in authority.rpartition("@")[0] or re.search("[?&]passw(?:or)?d=", rest):
            self.fail(tree["team"], t("team.password-in-address"), t("team.password-in-address.hint"))
        return address

    def _password_file(self, tree: Tree) -> Path | None:
        node = tree.get("team-password")
        return None if node is None or is_empty(node) else self._folder(node)

    def _paths(self, tree: Tree) -> tuple[Path, ...]:
        """Return folders; relative ones begin at the settings file's own."""
        return tuple(self._folder(item) for item in self.items(tree, "books"))

    def _folder(self, node: Node) -> Path:
        text = self.text({"books": node}, "books")
        if not isinstance(node, Mapping | Sequence) and _CONTROL.search(str(node.value)):
            self.fail(node, t("command.settings.escaped-path"), t("command.settings.escaped-path.hint"))
        if sys.platform == "win32":
            text = _VARIABLE.sub(lambda match: os.environ.get(match[1], match[0]), text)
        try:
            return (
                self.path.parent / Path(text or self.fail(node, t("command.settings.no-book"))).expanduser()
            )
        except RuntimeError:  # ~someone, who has no home here
            self.fail(node, t("command.settings.no-home", given=text))


def action_names() -> dict[str, str]:
    """Return what keys can be bound to by its names, in English and in Chinese."""
    actions: dict[str, str] = {}
    chinese: dict[str, list[str]] = {}
    for key, (label, _) in table("screen").items():
        if not key.startswith("key-"):
            continue
        action = key.removeprefix("key-")
        name = _EXPLAINED.sub("", label).replace(" ", "")
        if "{number}" in label:
            for number in range(1, 10):
                actions[f"{action}-{number}"] = f"{action}-{number}"
                chinese.setdefault(name.format(number=number), []).append(f"{action}-{number}")
        else:
            actions[action] = action
            chinese.setdefault(name, []).append(action)
    return actions | {name: found[0] for name, found in chinese.items() if len(found) == 1}
