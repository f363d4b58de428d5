"""The OpenAPI document as a page: no scripts, nothing from elsewhere."""

from __future__ import annotations

import json
from html import escape
from typing import Any

Json = dict[str, Any]

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{margin:0}h2{margin:2.5rem 0 .5rem;text-transform:capitalize;border-bottom:1px solid var(--line)}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer;display:flex;gap:.75rem;align-items:baseline;flex-wrap:wrap}
summary code{font-weight:600;overflow-wrap:anywhere}summary span{opacity:.75}
.m{font:600 12px/1 ui-monospace,monospace;padding:.3rem .5rem;border-radius:.3rem;background:#36c;
color:#fff;min-width:3.2rem;text-align:center}.POST{background:#287d3c}.DELETE{background:#b3261e}
.PATCH,.PUT{background:#9a5b00}table{border-collapse:collapse;width:100%;margin:.5rem 0}
td,th{text-align:left;vertical-align:top;padding:.3rem .5rem;border-top:1px solid var(--soft)}
pre{background:var(--soft);padding:.75rem;border-radius:.4rem;overflow:auto;font-size:13px}
nav a{margin-right:1rem}
"""


def render(document: Json) -> str:
    """The whole page as HTML."""
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            part = _operation(path, method.upper(), operation, document)
            groups.setdefault(operation["tags"][0], []).append(part)
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in groups)
    sections = "".join(
        f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(parts)}'
        for tag, parts in groups.items()
    )
    info = document["info"]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{escape(info['title'])}</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        f'<p><a href="v1/openapi.json">OpenAPI 3.1</a></p><nav>{links}</nav>{sections}</html>'
    )


def _operation(path: str, method: str, operation: Json, document: Json) -> str:
    return (
        f'<details><summary><b class="m {method}">{method}</b><code>{escape(path)}</code>'
        f"<span>{escape(operation['summary'])}</span></summary>"
        f"<p>{escape(operation.get('description') or '')}</p>"
        f"{_parameters(operation)}{_body(operation, document)}{_responses(operation, document)}"
        "</details>"
    )


def _parameters(operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(p['name'])}</code><td>{p['in']}"
        f"<td>{'required' if p['required'] else ''}<td>{escape(_brief(p['schema']))}"
        for p in operation["parameters"]
    )
    return f"<table><tr><th>Parameter<th>In<th><th>Form{rows}</table>"


def _body(operation: Json, document: Json) -> str:
    body = operation.get("requestBody")
    if not body:
        return ""
    return "<p>Body</p>" + _shown(body["content"]["application/json"]["schema"], document)


def _responses(operation: Json, document: Json) -> str:
    rows = []
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json", {})
        schema = content.get("schema")
        shown = _shown(schema, document) if schema else ""
        rows.append(f"<tr><td>{status}<td>{escape(response['description'])}{shown}")
    return f"<table><tr><th>Answer<th>{''.join(rows)}</table>"


def _shown(schema: Json, document: Json) -> str:
    text = json.dumps(_resolved(schema, document), ensure_ascii=False, indent=2)
    return f"<pre>{escape(text)}</pre>"


def _resolved(schema: Json, document: Json) -> Json:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Json = document["components"]["schemas"].get(name, schema)
    return found


def _brief(schema: Json) -> str:
    return ", ".join(f"{k}: {v}" for k, v in schema.items() if k not in ("title", "description"))
