"""The API's description, OpenAPI 3.1: made from the same tables its answers are made from."""

from functools import cache
from importlib.metadata import version
from typing import Any

from bot.exports.described import meaning_of
from bot.figures import words
from bot.figures.asked import MOST_LETTERS, MOST_ROWS, TEAM, USUAL_ROWS
from bot.figures.problems import TYPE
from storage.exports.asking import filters_of
from storage.exports.columns import Column, Kind, Table
from storage.exports.tables import TABLES

BASE = "/api/v1"
Json = dict[str, Any]
TYPES: dict[Kind, Json] = {
    Kind.TEXT: {"type": "string"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.WHOLE: {"type": "integer", "minimum": 0},
    Kind.FLAG: {"type": "boolean"},
}
AGAIN = {"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer"}}}
ASKS = {"WWW-Authenticate": {"description": "That a token is asked for.", "schema": {"type": "string"}}}


@cache
def described() -> Json:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": words.TITLE, "description": words.DESCRIPTION, "version": version("cornerstone")},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            f"{BASE}/openapi.json": {"get": _itself()},
            **{f"{BASE}/{each}": {"get": _get(TABLES[each])} for each in TABLES},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"problem": _problem(), **{each: _row(TABLES[each]) for each in TABLES}},
            "responses": _responses(),
        },
    }


def _itself() -> Json:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "description",
        "summary": "This description. It needs no token.",
        "security": [],
        "responses": {"200": {"description": "It.", "content": content}, "406": {"$ref": "#/components/responses/406"}},
    }


def _get(table: Table) -> Json:
    refused = {code: {"$ref": f"#/components/responses/{code}"} for code in _responses()}
    content = {"application/json": {"schema": _page(table)}}
    return {
        "operationId": table.name,
        "summary": table.says,
        "parameters": [*(_filter(table, each) for each in filters_of(table)), *_paging()],
        "responses": {"200": {"description": "Rows, in the order of their ids.", "content": content}, **refused},
    }


def _page(table: Table) -> Json:
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}"}, "maxItems": MOST_ROWS}
    return _object(
        {
            "table": {"const": table.name},
            "as_of": {"type": "string", "format": "date-time", "description": words.AS_OF},
            "rows": rows,
            "next": {"type": ["string", "null"], "description": words.NEXT},
        }
    )


def _row(table: Table) -> Json:
    return _object({each.name: _property(each) for each in table.columns}) | {"description": table.says}


def _property(column: Column) -> Json:
    made: Json = TYPES[column.kind] | {"description": meaning_of(column)}
    if column.words:
        made["enum"] = [*column.words, *([] if column.is_always else [None])]
    if not column.is_always:
        made["type"] = [made["type"], "null"]
    return made


def _filter(table: Table, name: str) -> Json:
    column = table.column(name)
    if name in ("since", "until"):
        schema = TYPES[Kind.DATE]
    elif column and column.words:
        schema = {"type": "string", "enum": list(column.words)}
    else:
        schema = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS, "pattern": TEAM}
    return _parameter(name, words.FILTERS[name].format(on=table.on_says), schema)


def _paging() -> list[Json]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS}
    return [
        _parameter("limit", words.LIMIT, limit),
        _parameter("cursor", words.CURSOR, {"type": "string", "minLength": 1}),
    ]


def _parameter(name: str, says: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": says, "schema": schema}


def _problem() -> Json:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail")}
    made = _object(texts | {"status": {"type": "integer"}, "parameter": {"type": "string"}})
    return made | {"required": ["type", "title", "status", "detail"]}


def _responses() -> Json:
    says = {
        "400": (words.REFUSED, {}),
        "401": (words.NOT_KNOWN, ASKS),
        "404": (words.NO_CURSOR, {}),
        "406": (words.ONLY_JSON, {}),
        "429": (words.TOO_OFTEN, AGAIN),
        "503": (words.NO_DATABASE, AGAIN),
    }
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {
        code: {"description": sentence, "content": content, **({"headers": headers} if headers else {})}
        for code, (sentence, headers) in says.items()
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
