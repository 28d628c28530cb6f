"""What the connection to the team's database is like, for those who set it up."""

from __future__ import annotations

from sqlalchemy import Connection, text

from qreply.i18n import t


def describe_connection(connection: Connection) -> str:
    """Say which server it is, and whether the line to it is encrypted."""
    dialect = connection.dialect
    version = ".".join(map(str, dialect.server_version_info or ()))
    if dialect.name == "postgresql":
        secure = connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        name = "PostgreSQL"
    else:
        row = connection.execute(text("SHOW SESSION STATUS LIKE 'Ssl_cipher'")).first()
        secure = bool(row and row[1])
        name = "MariaDB" if getattr(dialect, "is_mariadb", False) else "MySQL"
    connection.rollback()
    return f"{name} {version}, {t('team.encrypted' if secure else 'team.plain')}"
