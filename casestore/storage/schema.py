"""Bring the database schema up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from casestore.storage.database import Database
from settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(settings: Settings, to: str = "head") -> str:
    """Apply what is missing; return the revision the database is at afterwards."""
    command.upgrade(configuration(settings), to)
    return revision(settings)


def downgrade(settings: Settings, to: str) -> None:
    """Undo migrations down to *to*; `base` removes everything."""
    command.downgrade(configuration(settings), to)


def revision(settings: Settings) -> str:
    """The revision the database is at, "" for an empty one."""
    with create_engine(_plain_url(settings), poolclass=NullPool).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


async def revision_in(database: Database) -> str:
    """As `revision`, of a database that is open."""
    async with database.reading() as session:
        return str(await session.scalar(text("SELECT version_num FROM alembic_version")) or "")


def newest(settings: Settings) -> str:
    """The revision that this version brings a database to."""
    return ScriptDirectory.from_config(configuration(settings)).get_current_head() or ""


def knows(settings: Settings, revision: str) -> bool:
    """Whether *revision* is one of this version's or of one before."""
    scripts = ScriptDirectory.from_config(configuration(settings)).walk_revisions()
    return revision in {script.revision for script in scripts}


def configuration(settings: Settings) -> Config:
    """Alembic's configuration for the database of *settings*."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", _plain_url(settings).replace("%", "%%"))
    return config


def _plain_url(settings: Settings) -> str:
    """The URL for a driver without asyncio."""
    return settings.database_url.replace("+here", "")
