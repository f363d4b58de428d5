"""Templates to HTML: everything that is filled in is escaped.

A template is named by noun and file (`cases/inbox.html` is `chalicelib/cases/pages/templates/
inbox.html`). No template holds words: they come from the catalogue by `t('key')`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, ModuleLoader, StrictUndefined
from markupsafe import Markup

from chalicelib.runtime.pages.engine import PageEngine
from chalicelib.runtime.pages.icons import ICONS
from chalicelib.runtime.pages.static import static_url

PRODUCT = Path(__file__).parents[2]
COMPILED = Path(__file__).with_name("compiled")
"""Where packaging puts the templates as modules; in a checkout there is no such folder."""
_LISTS = 64
"""Drawn once, not with each page: most filters offer a hundred communes."""
_OPTION = Markup('    <option value="{}"{}>{}</option>\n')
_SELECTED = Markup(" selected")


def render(template: str, data: Mapping[str, Any]) -> str:
    """The page; raises UndefinedError for a name that the data have not."""
    return environment().get_template(template).render(data)


@cache
def environment() -> Environment:
    """Templates of all nouns, read when they are first asked for."""
    return environment_of(COMPILED)


def environment_of(compiled: Path) -> Environment:
    """The engine over templates that were compiled into that folder, else over the sources."""
    made = PageEngine(
        loader=ModuleLoader(compiled) if compiled.is_dir() else FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"static_url": static_url, "icon": icon, "options": options}
    return made


@cache
def icon(name: str) -> Markup:
    """The drawing of that name, which stands beside a word."""
    return Markup(
        '<svg class="app-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup(ICONS[name]))


def options(choices: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """What a list offers, codes with their words."""
    return _options(tuple(choices), chosen)


@lru_cache(_LISTS)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    lines = (
        _OPTION.format(value, _SELECTED if value == chosen else "", word) for value, word in choices
    )
    return Markup("").join(lines)


def template_file(name: str) -> Path:
    """Where a template lies."""
    noun, _, rest = name.partition("/")
    return PRODUCT / noun / "pages" / "templates" / rest


def _source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    file = template_file(name)
    return (file.read_text(encoding="utf-8"), str(file), lambda: True) if file.is_file() else None
