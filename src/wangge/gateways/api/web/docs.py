"""The API's page for people: every route with its fields, made from the same description.

No script and nothing from elsewhere: it opens where the office's network ends.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.gateways.api.web.build import ABOUT, ROOT, description

Described = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a request or an answer. ``where`` is path, query or body."""

    name: str
    where: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Route:
    """A route: what it does, what it takes, what it gives."""

    anchor: str
    method: str
    path: str
    about: str
    takes: list[Field]
    gives: list[Field]
    example: str


def docs(request: HttpRequest) -> HttpResponse:
    """Every route of the API."""
    about = [part.replace("\n", " ") for part in ABOUT.strip().split("\n\n")]
    pairs = [part.replace("**", "").replace("`", "") for part in about]
    return render(request, "api/docs.html", {"about": pairs, "sections": sections(), "root": ROOT})


@cache
def sections() -> list[tuple[str, list[Route]]]:
    """Routes under their headings, in the order of the description."""
    whole = orjson.loads(description())
    schemas = whole["components"]["schemas"]
    found: dict[str, list[Route]] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            tag = operation.get("tags", [""])[0]
            found.setdefault(tag, []).append(_route(path, method, operation, schemas))
    return list(found.items())


def _route(path: str, method: str, operation: Described, schemas: Described) -> Route:
    takes = [
        Field(
            one["name"],
            one["in"],
            _kind(one["schema"], schemas),
            one.get("required", False),
            one.get("description") or one["schema"].get("description", ""),
        )
        for one in operation["parameters"]
        if "name" in one
    ]
    content = operation.get("requestBody", {}).get("content", {})
    for sent in content.values():
        takes += _fields(sent["schema"], schemas, "body")
    given = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return Route(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        about=operation.get("description", ""),
        takes=takes,
        gives=_fields(given.get("schema", {}), schemas, ""),
        example=_example(path, method, list(content), takes),
    )


def _named(schema: Described, schemas: Described) -> Described:
    """What a reference stands for; of several possibilities the one that isn't null."""
    for one in [schema, *schema.get("anyOf", []), *schema.get("allOf", [])]:
        if "$ref" in one:
            found: Described = schemas[one["$ref"].rpartition("/")[2]]
            return found
    return schema


def _fields(schema: Described, schemas: Described, where: str, within: str = "") -> list[Field]:
    """The fields of a schema, each followed by those of what it consists of, to two levels."""
    found = _named(schema, schemas)
    required = found.get("required", [])
    fields = []
    for name, one in found.get("properties", {}).items():
        path, about = f"{within}{name}", one.get("description", "")
        fields.append(Field(path, where, _kind(one, schemas), name in required, about))
        inner = one.get("items", one)
        if within.count(".") < DEEPEST and "properties" in _named(inner, schemas):
            mark = "[]." if "items" in one else "."
            fields += _fields(inner, schemas, where, f"{path}{mark}")
    return fields


DEEPEST = 1


def _kind(schema: Described, schemas: Described) -> str:
    """A kind of value in a few words: ``uuid``, ``list of object``, ``before | after``."""
    if "$ref" in schema:
        return _kind(_named(schema, schemas), schemas)
    if "anyOf" in schema or "allOf" in schema:
        parts = schema.get("anyOf") or schema["allOf"]
        kinds = [_kind(one, schemas) for one in parts if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}), schemas)}"
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    return str(schema.get("format") or schema.get("type", ""))


def _example(path: str, method: str, content: list[str], takes: list[Field]) -> str:
    asked = [f"{one.name}=…" for one in takes if one.where == "query" and one.required]
    query = f"?{'&'.join(asked)}" if asked else ""
    head = f'curl -H "Authorization: Bearer $TOKEN" "$SERVER{path}{query}"'
    if "multipart/form-data" in content:
        return f"{head} -F file=@photo.jpg"
    if method == "post":
        return f"{head} --json '{{…}}'"
    return head
