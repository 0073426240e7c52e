"""The OpenAPI 3.1 description (https://spec.openapis.org/oas/v3.1.1) of the endpoints, and a page that shows it."""

from collections.abc import Iterable
from html import escape
from typing import Any

import msgspec

from .. import __version__
from .endpoint import Endpoint, Parameter
from .problem import TYPE

PREFIX = "/api/v1"

_NAMES = {str: "string", int: "integer", bool: "boolean"}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
    },
}


def description(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The whole description."""
    endpoints = list(endpoints)
    types, components = msgspec.json.schema_components(
        [endpoint.returns for endpoint in endpoints], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, Any] = {}
    for endpoint, returns in zip(endpoints, types, strict=True):
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, returns)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bestiary",
            "version": __version__,
            "description": "Who is behind a name, what they use, whom they hit, what they did, and who says so.",
        },
        "paths": paths,
        "components": {"schemas": {**components, "Problem": _PROBLEM}},
    }


def _operation(endpoint: Endpoint, returns: dict[str, Any]) -> dict[str, Any]:
    problem = {"content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    answer = {"description": "the answer", "content": {endpoint.media_type: {"schema": returns}}}
    made: dict[str, Any] = {
        "operationId": f"{endpoint.method.lower()}{endpoint.path.replace('/', '_').replace('{', '').replace('}', '')}",
        "summary": endpoint.summary,
        "tags": [endpoint.tag],
        "parameters": [_parameter(one, f"{{{one.name}}}" in endpoint.path) for one in endpoint.parameters],
        "responses": {
            "200": answer,
            "400": {"description": "the question is malformed", **problem},
        },
    }
    if endpoint.absent:
        made["responses"]["404"] = {"description": endpoint.absent, **problem}
    if "{id}" in endpoint.path:
        made["responses"]["307"] = {"description": "it stands under another id now"}
    if endpoint.method == "POST":
        made["responses"]["413"] = {"description": "the body is too large", **problem}
        text = {"type": "string", "minLength": 1}
        whole = {"type": "object", "required": ["text"], "properties": {"text": text}}
        content = {"text/plain": {"schema": text}, "application/json": {"schema": whole}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _parameter(one: Parameter, in_path: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": _NAMES[one.type]}
    if one.type is str:
        plain |= {"minLength": 1 if one.required else 0, "maxLength": 2_000}
    elif one.type is int:
        plain |= {"minimum": 0, "maximum": one.most}
    if one.choices:
        plain["enum"] = [*one.choices]
    made = {
        "name": one.name,
        "in": "path" if in_path else "query",
        "description": one.description,
        "required": in_path or one.required,
        "schema": {"type": "array", "items": plain, "minItems": 1} if one.many else plain,
    }
    return made | ({"example": one.example.split() if one.many else one.example} if one.example else {})


def page(endpoints: Iterable[Endpoint]) -> str:
    """The description for people: one page that asks nothing of any other host."""
    rows = "".join(map(_section, endpoints))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bestiary: REST</title>'
        '<meta name="viewport" content="width=device-width"><style>'
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#2e2821;"
        "background:#faf6ec}code{background:#efe8d8;padding:.1em .3em;border-radius:3px}code,a{overflow-wrap:anywhere}"
        "section{margin:1.5rem 0}"
        "h2{font-size:1.05rem;margin:0}dl{margin:.3rem 0 0 1rem}dt{float:left;clear:left;margin-right:.6rem}"
        "dd{margin:0 0 .2rem}@media(prefers-color-scheme:dark){body{background:#1f1b16;color:#e8e0d0}"
        "code{background:#322b22}a{color:#d9b26a}}</style></head><body><h1>Bestiary: REST</h1>"
        f'<p>As <a href="{PREFIX}/openapi.json">OpenAPI 3.1</a>. Problems are told as in RFC 9457; every answer has an '
        f"<code>ETag</code>.</p>{rows}</body></html>"
    )


def _section(endpoint: Endpoint) -> str:
    path = PREFIX + endpoint.path
    rows = "".join(
        f"<dt><code>{escape(one.name)}</code></dt>"
        f"<dd>{escape(one.description)}{' (required)' if one.required else ''}</dd>"
        for one in endpoint.parameters
    )
    return (
        f"<section><h2>{endpoint.method} <code>{escape(path)}</code></h2>{escape(endpoint.summary)}"
        f"{f'<dl>{rows}</dl>' if rows else ''}{_example(endpoint)}</section>"
    )


def _example(endpoint: Endpoint) -> str:
    """A link that asks an example."""
    from urllib.parse import quote

    path, query = PREFIX + endpoint.path, []
    for one in endpoint.parameters:
        if one.example and f"{{{one.name}}}" in path:
            path = path.replace(f"{{{one.name}}}", quote(one.example))
        elif one.many or one.required:
            values = one.example.split() if one.many else [one.example]
            query += [f"{one.name}={quote(value)}" for value in values]
    link = escape("?".join([path, *(["&".join(query)] if query else [])]))
    return f'<p><a href="{link}">{link}</a></p>' if endpoint.method == "GET" and "{" not in path else ""
