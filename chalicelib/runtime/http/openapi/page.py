"""The OpenAPI document as a page: no scripts, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from chalicelib.runtime.http.openapi.schemas import PREFIX
from chalicelib.runtime.http.problems import MEDIA_TYPE

Json = dict[str, Any]

_RULES = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "pattern",
    "format",
    "default",
)
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--quiet:#777}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:15rem 1fr}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem;font-size:.9rem;
border-right:1px solid var(--line)}nav b{display:block;margin:1rem 0 .25rem}
nav a{display:block;text-decoration:none;color:inherit;padding:.1rem 0}nav a:hover{color:#36c}
main{max-width:60rem;width:100%;padding:1.5rem;min-width:0}
h1{margin:0}h2{margin:3rem 0 .5rem;border-bottom:1px solid var(--line)}h3{margin:2rem 0 .25rem}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
details details{border:0;padding:0;margin:.25rem 0}details details summary{color:var(--quiet)}
summary{cursor:pointer}summary code{font-weight:600;overflow-wrap:anywhere}
summary span{color:var(--quiet);margin-left:.5rem}
.m{display:inline-block;font:600 12px/1 ui-monospace,monospace;padding:.3rem .4rem;color:#fff;
border-radius:.3rem;background:#36c;min-width:3.6rem;text-align:center;margin-right:.5rem}
.POST{background:#287d3c}.DELETE{background:#b3261e}.PATCH,.PUT{background:#9a5b00}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.9rem}
td,th{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;
border-top:1px solid var(--line);overflow-wrap:break-word}
th{font-weight:600;color:var(--quiet)}td:first-child{white-space:nowrap}
td ul{margin:0;padding-left:1.1rem}small{color:var(--quiet)}
pre{background:var(--soft);padding:.75rem;border-radius:.4rem;overflow:auto;font-size:13px}
@media(max-width:50rem){body{display:block}nav{display:none}main{padding:1rem}
td:first-child{white-space:normal}}
"""


def render(document: Json) -> str:
    """The whole page as HTML."""
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            part = _operation(path, method.upper(), operation, document)
            groups.setdefault(operation["tags"][0], []).append(part)
    shapes = document["components"]["schemas"]
    info = document["info"]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{escape(info['title'])}</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style>"
        f"<nav>{_links('Routes', groups)}{_links('Shapes', sorted(shapes))}</nav>"
        f"<main><h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        '<p><a href="v1/openapi.json">The document, OpenAPI 3.1</a></p>'
        + "".join(f'<h2 id="{tag}">{_title(tag)}</h2>{"".join(groups[tag])}' for tag in groups)
        + "<h2>Shapes</h2>"
        + "".join(_shape(name, shapes[name]) for name in sorted(shapes))
        + "</main></html>"
    )


def _links(title: str, names: Iterable[str]) -> str:
    links = "".join(f'<a href="#{name}">{_title(name)}</a>' for name in names)
    return f"<b>{title}</b>{links}"


def _title(name: str) -> str:
    return escape(name.replace("_", " ")[0].upper() + name.replace("_", " ")[1:])


def _operation(path: str, method: str, operation: Json, document: Json) -> str:
    about = "".join(f"<p>{_marked(part)}</p>" for part in operation["description"].split("\n\n"))
    return (
        f'<details id="{operation["operationId"]}">'
        f'<summary><b class="m {method}">{method}</b><code>{escape(path)}</code>'
        f"<span>{escape(operation['summary'])}</span></summary>{about}"
        f"{_parameters(operation)}{_body(operation)}{_responses(operation, document)}</details>"
    )


def _parameters(operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code><td>{one['in']}"
        f"<td>{'needed' if one['required'] else ''}<td>{_type(one['schema'])}"
        f"<td>{_marked(one.get('description', ''))}"
        for one in operation["parameters"]
    )
    return f"<table><tr><th>Parameter<th>in<th><th>Form<th>{rows}</table>"


def _body(operation: Json) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if not content:
        return ""
    examples = {name: one["value"] for name, one in content.get("examples", {}).items()}
    shown = "".join(_example(examples[name], name) for name in examples)
    return f"<p>Body: {_type(content['schema'])}</p>" + (shown or _example(content["example"]))


def _responses(operation: Json, document: Json) -> str:
    rows = []
    for status, response in operation["responses"].items():
        name = response.get("$ref", "").rpartition("/")[2]
        told = document["components"]["responses"][name] if name else response
        rows.append(f"<tr><td>{status}<td>{_answer(told)}")
    return f"<table><tr><th>Answer<th>{''.join(rows)}</table>"


def _answer(response: Json) -> str:
    lines = response["description"].split("\n")
    items = "".join(f"<li>{_marked(line.removeprefix('- '))}" for line in lines)
    about = f"<ul>{items}</ul>" if lines[0].startswith("- ") else _marked(lines[0])
    content = response.get("content", {})
    if not content or MEDIA_TYPE in content:
        return about
    media, shown = next(iter(content.items()))
    example = _example(shown["example"]) if "example" in shown else ""
    return f"{about}: {_type(shown['schema'])} <small>{media}</small>{example}"


def _example(value: Any, name: str = "") -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    title = f"Example <code>{escape(name)}</code>" if name else "Example"
    return f"<details><summary>{title}</summary><pre>{escape(text)}</pre></details>"


def _shape(name: str, schema: Json) -> str:
    needed = schema.get("required", [])
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code><td>{'' if field in needed else 'optional'}"
        f"<td>{_type(member)}<td>{_marked(member.get('description', ''))}"
        for field, member in schema.get("properties", {}).items()
    )
    table = f"<table>{rows}</table>" if rows else f"<p>{_type(schema)}</p>"
    about = _marked(schema.get("description", ""))
    return f'<section id="{name}"><h3>{escape(name)}</h3><p>{about}</p>{table}</section>'


def _type(schema: Json) -> str:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(PREFIX)
        return f'<a href="#{name}">{escape(name)}</a>'
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            return " or ".join(_type(option) for option in schema[choice])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}{_rules(schema)}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return f"{escape(str(schema.get('type', 'anything')))}{_rules(schema)}"


def _rules(schema: Json) -> str:
    told = "; ".join(f"{name} {schema[name]}" for name in _RULES if name in schema)
    return f" <small>{escape(told)}</small>" if told else ""


def _marked(text: str) -> str:
    """Code in backquotes, as the document's descriptions write it."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
