"""Of what customers said and agents typed nothing else reaches the team than the history keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from qreply.history import tracker
from qreply.history.recorder import HistoryRecorder
from qreply.settings.settings import Settings, Shop
from qreply.storage.locations import favourites_path, history_path
from qreply.team.carrier import TeamLink, carry_over, sender_of
from qreply.workspace.workspace import Workspace
from tests.conftest import MONDAY, FakeClipboard
from tests.end_to_end.test_canaries import ENCODINGS, EVERY_KIND, SECRETS, type_everywhere
from tests.support.database_servers import PASSWORD, Server
from tests.support.systems import needs_posix

VALUE = "退货地址金丝雀大街"
AGENT = "客服金丝雀"


@needs_posix("tools of the servers here")
async def test_no_secret_is_in_the_dump_of_the_database(  # noqa: PLR0917
    server: Server,
    database: str,
    engine: Engine,
    tmp_path: Path,
    clipboard: FakeClipboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracker, "STOOD", 0.0)
    book = tmp_path / "book.yaml"
    book.write_text(EVERY_KIND, encoding="utf-8")
    settings = Settings(
        tmp_path / "settings.yaml",
        agent=AGENT,
        books=(book,),
        shops=(Shop("旗舰店", values={"退货地址": VALUE}),),
        team=server.url(database),
    )
    link = TeamLink(settings, history_path())
    history = HistoryRecorder(history_path(), lambda: MONDAY)
    workspace = Workspace.open(
        settings, clock=lambda: MONDAY, history=history, favourites=favourites_path(), team=link
    )
    await type_everywhere(workspace, clipboard)
    history.close(patience=20)
    carry_over(engine, history_path(), sender_of(settings))
    dump = server.dump(database)
    assert "能开票吗".encode() in dump
    assert "旗舰店".encode() in dump
    secrets = (*SECRETS, VALUE, AGENT, PASSWORD, "logistics.yaml", str(tmp_path))
    found = [(secret, one) for secret in secrets for one in ENCODINGS if secret.encode(one) in dump]
    assert found == []
