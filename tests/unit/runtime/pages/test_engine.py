"""The engine of the templates writes what Jinja would write."""

from __future__ import annotations

from enum import StrEnum

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from chalicelib.runtime.pages.engine import PageEngine
from chalicelib.runtime.pages.html import options


class _Told(StrEnum):
    ODD = "<b> & 'c'"


class _Drawn:
    def __html__(self) -> str:
        return "<i>drawn</i>"


_VALUES = (
    *("", "Ổ gà sâu", "a & b", "a < b", "a > b", 'say "no"', "it's", "<script>alert('x')</script>"),
    *(Markup("<b>bold</b>"), Markup("a & b"), _Told.ODD, _Drawn()),
    *(0, 12, -3, 1.5, True, False, None, ["<a>"], ("'", 1), {"<": ">"}),
)
_TEMPLATES = {
    "parts": "{% macro shown(of, mark='!') %}<p>{{ of.text }}{{ mark }}</p>{% endmacro %}"
    "{% macro around(of) %}<div>{{ caller() }}{{ of }}</div>{% endmacro %}",
    "page": "{% import 'parts' as parts with context %}{% block main %}"
    "{% set gathered %}{% for one in all %}{{ parts.shown(one) }}{{ one.items }}{% endfor %}"
    "{% endset %}"
    "{{ gathered }}{{ parts.shown(all[0], mark='<') }}"
    "{% call parts.around('&') %}{{ said('<i>') }}{% endcall %}"
    "{{ parts.shown(*[all[1]]) }}{{ said(*['>'], **{}) }}{{ named(a='\"') }}{{ all|length }}"
    "{{ all[0].text|upper ~ safe }}{% endblock %}",
}


class _Thing:
    items = "of a thing & more"

    def __getitem__(self, name: str) -> str:
        return f"<{name}>"


@pytest.mark.parametrize("value", _VALUES)
def test_gaps_are_escaped_as_ever(value: object) -> None:
    """Each sign that means something in HTML, in every kind of value."""
    assert PageEngine.escaped(value) == str(escape(value))


def test_templates_write_the_same() -> None:
    """Macros, blocks, what is gathered and what is called: beside Jinja as it comes."""
    given = {
        "all": [{"text": "<b>it's</b>"}, _Thing()],
        "said": lambda what: f"said {what}",
        "named": lambda a: a,
        "safe": Markup("<hr>"),
    }
    plain, ours = (
        kind(loader=DictLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
        for kind in (Environment, PageEngine)
    )
    shown = ours.get_template("page").render(given)
    assert "&lt;b&gt;it&#39;s&lt;/b&gt;" in shown
    assert "<b>" not in shown
    # The method of a dictionary is shown by an address, which is the same for both.
    assert shown == plain.get_template("page").render(given)


def test_a_list_offers_its_choices_with_the_chosen_one() -> None:
    """However often it is drawn, and whatever its words are."""
    for chosen in ("1", "<2>", "", "1"):
        mark = {one: " selected" if one == chosen else "" for one in ("1", "<2>")}
        assert options([("1", "Phường <b>"), ("<2>", "Xã 'A'")], chosen) == (
            f'    <option value="1"{mark["1"]}>Phường &lt;b&gt;</option>\n'
            f'    <option value="&lt;2&gt;"{mark["<2>"]}>Xã &#39;A&#39;</option>\n'
        )
    assert options((), "1") == ""


@pytest.mark.parametrize("asked", ["{{ of.missing }}", "{{ of.missing() }}", "{{ missing }}"])
def test_what_is_not_there_is_a_fault(asked: str) -> None:
    """As in all our templates."""
    engine = PageEngine(autoescape=True, undefined=StrictUndefined)
    for of in ({}, object()):
        with pytest.raises(UndefinedError):
            engine.from_string(asked).render(of=of)
