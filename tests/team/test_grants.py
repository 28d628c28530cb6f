"""The rights that docs/team.md gives to agents are enough for them, and no more than that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from qreply.history.database import Database
from qreply.settings.settings import Settings
from qreply.team.carrier import carry_over
from qreply.team.connection import open_engine
from qreply.team.faults import fault_of
from qreply.team.teaching import fetch_experience
from tests.conftest import MONDAY
from tests.support.carriers import SENDER, differences, search_of
from tests.support.database_servers import PASSWORD, Server

DOCS = Path(__file__).parents[2] / "docs"


def grants(language: str) -> dict[str, str]:
    """The statements of the docs, by the kind of server."""
    blocks = re.findall(r"```sql\n(.*?)```", (DOCS / f"team{language}.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    return dict(zip(("postgresql", "mariadb"), blocks, strict=True))


def test_both_languages_give_the_same_rights() -> None:
    assert grants("") == grants(".zh-CN")


def test_agents_can_send_and_fetch_and_read_no_colleagues_query(
    server: Server, database: str, tmp_path: Path
) -> None:
    role = f"role_{database}"
    statements = grants("")[server.kind].replace("change me", PASSWORD).replace("qreply_agent ", f"{role} ")
    statements = re.sub(r"qreply_agent\b(?=[@;])", role, statements)
    with server.connect(database).connect() as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.execute(text(statement))
    path = tmp_path / "history.db"
    history = Database(path)
    history.add([search_of(number) for number in range(30)])
    history.close()
    agent = open_engine(Settings(Path(), team=server.url(database, user=role)))
    for _ in range(2):
        carry_over(agent, path, SENDER, batch=7)
        with agent.connect() as connection:
            fetch_experience(connection, MONDAY.date())
    assert differences(server.connect(database), path) == []
    for forbidden in (
        "SELECT query FROM qreply_searches",
        "SELECT query FROM qreply_notes",
        "DELETE FROM qreply_searches",
        "UPDATE qreply_searches SET edited = true",
        "DROP TABLE qreply_searches",
    ):
        with agent.connect() as connection, pytest.raises(SQLAlchemyError) as refused:
            connection.execute(text(forbidden))
        assert fault_of(refused.value) == "forbidden"
    with server.connect(database).connect() as connection:
        if server.kind == "postgresql":
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
        else:
            connection.execute(text(f"DROP USER {role}"))
