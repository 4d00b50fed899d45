"""OpenAPI documents of what a process serves, made of its routes, docstrings and pydantic models."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from aiohttp import web
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

JSON = "application/json"
_COMPONENTS = "#/components"
_SCHEMAS = f"{_COMPONENTS}/schemas/{{model}}"


@dataclass(frozen=True)
class Operation:
    """What a handler takes and gives; *proofs* are the names of the security schemes it wants."""

    gives: Any
    takes: Any = None
    status: int = 200
    query: type[BaseModel] | None = None
    headers: type[BaseModel] | None = None
    errors: tuple[int, ...] = ()
    proofs: tuple[str, ...] = ()
    media_type: str = JSON


@dataclass(frozen=True)
class Api:
    """An API: what its handlers, by their names, take and give, and what its errors look like."""

    title: str
    description: str
    operations: Mapping[str, Operation]
    error: type[BaseModel]
    error_type: str
    proofs: Mapping[str, dict[str, str]]

    def document(self, router: web.UrlDispatcher, within: tuple[str, ...] = ("/",)) -> dict[str, Any]:
        """The OpenAPI document of every route *within* paths that begin so.

        Raises `KeyError` for a handler without an operation.
        """
        schemas, definitions = self._schemas()
        paths: dict[str, dict[str, Any]] = {}
        components = definitions.get("$defs", {})
        for method, path, handler in _routes(router, within):
            operation = self.operations[handler.__name__]
            parameters, more = _parameters(path, operation)
            components |= more
            paths.setdefault(path, {})[method] = {
                "operationId": handler.__name__,
                "summary": (getdoc(handler) or "").removesuffix("."),
                "security": [{name: [] for name in operation.proofs}] if operation.proofs else [],
                "parameters": parameters,
                **_body(schemas.get((handler.__name__, "validation"))),
                "responses": _responses(operation, schemas[handler.__name__, "serialization"]),
            }
        return {
            "openapi": "3.1.1",
            "info": {"title": self.title, "version": "1", "description": self.description},
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {
                "schemas": components,
                "responses": self._refusals(schemas["", "serialization"]),
                "securitySchemes": dict(self.proofs),
            },
        }

    def _schemas(self) -> tuple[dict[tuple[str, JsonSchemaMode], Any], dict[str, Any]]:
        """What each handler takes and gives, and the error under no name; and what these refer to."""
        bodies: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
            ("", "serialization", TypeAdapter(self.error))
        ]
        for name, operation in self.operations.items():
            bodies.append((name, "serialization", TypeAdapter(operation.gives)))
            if operation.takes:
                bodies.append((name, "validation", TypeAdapter(operation.takes)))
        return TypeAdapter.json_schemas(bodies, ref_template=_SCHEMAS)

    def _refusals(self, schema: dict[str, Any]) -> dict[str, Any]:
        statuses = {status for operation in self.operations.values() for status in operation.errors}
        return {
            _named(status): {
                "description": HTTPStatus(status).phrase,
                "content": {self.error_type: {"schema": schema}},
            }
            for status in sorted(statuses)
        }


def _routes(router: web.UrlDispatcher, within: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    for route in router.routes():
        if route.resource and route.method != "HEAD" and route.resource.canonical.startswith(within):
            yield route.method.lower(), route.resource.canonical, route.handler


def _parameters(path: str, operation: Operation) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The parameters of an operation, and the schemas that they refer to."""
    parts = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    found: list[dict[str, Any]] = [
        {"name": part, "in": "path", "required": True, "schema": {"type": "string"}} for part in parts
    ]
    referred: dict[str, Any] = {}
    for place, model in (("query", operation.query), ("header", operation.headers)):
        schema = model.model_json_schema(ref_template=_SCHEMAS) if model else {"properties": {}}
        referred |= schema.get("$defs", {})
        found += [
            {"name": name, "in": place, "schema": _given(inner)}
            for name, inner in schema["properties"].items()
        ]
    return found, referred


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter is when it is there: in an address or a header nothing is null."""
    said = {
        key: value for key, value in schema.items() if key not in {"anyOf", "title"} and value is not None
    }
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    return said | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


def _body(schema: dict[str, Any] | None) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}} if schema else {}


def _responses(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    success = {
        "description": HTTPStatus(operation.status).phrase,
        "content": {operation.media_type: {"schema": schema}},
    }
    refusals = {str(e): {"$ref": f"{_COMPONENTS}/responses/{_named(e)}"} for e in sorted(operation.errors)}
    return {str(operation.status): success, **refusals}


def _named(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")
