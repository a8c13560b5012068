"""The API's reference, from its own OpenAPI: as a page without scripts, and as the Markdown of docs/api.md."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

Schema = dict[str, Any]
Operation = tuple[str, str, Schema]


def operations(schema: Schema) -> Iterator[Operation]:
    """(method, path, operation) in the order in which the routes stand."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def parameters(operation: Schema) -> Iterator[tuple[str, str, str]]:
    """(name, type, meaning) of each parameter."""
    for item in operation.get("parameters", ()):
        words = item.get("description") or item["schema"].get("description") or ""
        default = item["schema"].get("default")
        if default is not None:
            words = f"{words} (default {default})".strip()
        yield item["name"], _type(item["schema"]), ("required. " if item.get("required") else "") + words


def answer(operation: Schema) -> str:
    """The name of the shape that a success has."""
    found = (
        operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    )
    return _type(found)


def _type(schema: Schema) -> str:
    if ref := schema.get("$ref"):
        return str(ref).rpartition("/")[2].removesuffix("_").replace("Page_", "Page of ")
    if options := schema.get("anyOf"):
        return _type(next(option for option in options if option.get("type") != "null"))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if values := schema.get("enum"):
        return " | ".join(str(value) for value in values)
    return str(schema.get("format") or schema.get("type") or "any")


def shapes(schema: Schema) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """(name, meaning, fields as (name, type, meaning)) of each shape; lists of other shapes are left out."""
    for name, shape in sorted(schema.get("components", {}).get("schemas", {}).items()):
        if name.startswith(("Page_", "Body_", "HTTPValidation", "Validation")):
            continue
        fields = [
            (key, _type(value), value.get("description", "")) for key, value in shape["properties"].items()
        ]
        yield name, shape.get("description", ""), fields


def markdown(schema: Schema) -> str:
    """docs/api.md, whole."""
    out = [
        "# HTTP API", "", "Written by `python scripts/api_reference.py` from the service's own `/openapi.json`.", "",
        schema["info"]["description"], "", "## Calls", "",
    ]  # fmt: skip
    for method, path, operation in operations(schema):
        out += [f"### {method} {path}", "", f"{operation['summary']}. {operation.get('description', '')}", ""]
        out += [f"- `{name}` ({type_}): {words}".rstrip(": ") for name, type_, words in parameters(operation)]
        out += ["", f"Answers `{answer(operation)}`.", ""]
    out += ["## Shapes", ""]
    for name, words, fields in shapes(schema):
        out += [f"### {name}", "", *([words, ""] if words else [])]
        out += [
            f"- `{key}`: {type_}" + (f". {meaning}" if meaning else "") for key, type_, meaning in fields
        ] + [""]
    return "\n".join(_squeezed(out)).strip() + "\n"


def _squeezed(lines: list[str]) -> Iterator[str]:
    """The lines without a second blank one in a row."""
    before = "-"
    for line in lines:
        if line or before:
            yield line
        before = line


def html(schema: Schema) -> str:
    """The reference as one page."""
    parts = [f"<h1>{escape(schema['info']['title'])} API</h1><p>{escape(schema['info']['description'])}</p>"]
    parts.append('<p><a href="openapi.json">openapi.json</a></p>')
    for method, path, operation in operations(schema):
        rows = "".join(
            f"<tr><td><code>{escape(name)}</code><td>{escape(type_)}<td>{escape(words)}"
            for name, type_, words in parameters(operation)
        )
        parts.append(
            f"<h3><code>{method} {escape(path)}</code></h3><p>{escape(operation['summary'])}. "
            f"{escape(operation.get('description', ''))}</p><table>{rows}</table>"
            f"<p>Answers <code>{escape(answer(operation))}</code></p>"
        )
    head = '<meta charset="utf-8"><title>TruyVết API</title><link rel="stylesheet" href="reference.css">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'
