"""All settings, described: as a JSON schema of the environment, and as a page to read."""

from collections.abc import Iterator
from typing import Any

from auskunft.given_secrets import FOLDER
from settings import PREFIX, Settings
from settings.keys import MADE

_BOUNDS = {"minimum": "at least", "exclusiveMinimum": "more than", "minLength": "characters at least:"}
_BEFORE_ALL: dict[str, dict[str, Any]] = {
    f"{PREFIX}CONTENT": {
        "type": "string",
        "description": "folder of lawyers' and editors' texts; else `content/` beside the code",
    },
    FOLDER: {
        "type": "string",
        "description": "folder of secrets that a platform gives, one file `auskunft_…` each; else none",
    },
}
_HEAD = """# Settings

Every setting is a variable. A secret may also be a file in `keys/` in the data folder, or in the folder that
`AUSKUNFT_SECRETS` names, with the variable's name in small letters (`auskunft_smtp_password`).
`auskunft config check` looks whether they fit together; `auskunft config schema` prints a JSON schema,
and with `--markdown` this page.

| variable | default | is |
|---|---|---|"""


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an object with the variables as members; what is secret is `writeOnly`."""
    fields = Settings.model_json_schema()["properties"]
    described = {f"{PREFIX}{name.upper()}": _without_title(field) for name, field in fields.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of Auskunft",
        "type": "object",
        "properties": described | _BEFORE_ALL,
    }


def as_markdown() -> str:
    """The page docs/settings.md."""
    return "\n".join([_HEAD, *_rows()])


def _rows() -> Iterator[str]:
    for name, field in schema()["properties"].items():
        cells = [f"`{name}`", _default(name, field), "; ".join(_meaning(field))]
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _without_title(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "title"}


def _default(name: str, field: dict[str, Any]) -> str:
    if name.removeprefix(PREFIX).lower() in MADE:
        return "made at the first start"
    value = field.get("default", "")
    shown = str(value).lower() if isinstance(value, bool) else value
    return "–" if value == "" else f"`{shown}`"  # 0 and false are defaults


def _meaning(field: dict[str, Any]) -> Iterator[str]:
    if field.get("description"):
        yield field["description"]
    if "enum" in field:
        yield "one of " + ", ".join(f"`{value}`" for value in field["enum"])
    yield from (f"{words} {field[key]}" for key, words in _BOUNDS.items() if key in field)
    if field.get("writeOnly"):
        yield "secret"
