"""Whether a database can be reached, and whether its schema is the one of this version."""

from enum import StrEnum

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from casestore.storage import schema
from settings import Settings
from settings.keys import DATABASE_FILE

_CONNECT_SECONDS = 5


class Standing(StrEnum):
    """How a schema compares with that of this version."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def unreachable_because(url: str) -> str | None:
    """Why the PostgreSQL at *url* does not let us in, in its own words; None when it does."""
    try:
        arguments = {"connect_timeout": _CONNECT_SECONDS}
        with create_engine(url, poolclass=NullPool, connect_args=arguments).connect():
            return None
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or "").strip().splitlines()
        return said[0] if said else "not an address of a database"
    except ValueError:  # its text may quote the password
        return "not an address of a database"


def standing(settings: Settings) -> Standing:
    """How the schema of the case store's database stands; it must be reachable, and is not made."""
    if not settings.database.get_secret_value() and not (settings.data / DATABASE_FILE).exists():
        return Standing.NONE
    found = schema.revision(settings)
    if found == schema.newest(settings):
        return Standing.CURRENT
    if not found:
        return Standing.NONE
    return Standing.OLDER if schema.knows(settings, found) else Standing.NEWER
