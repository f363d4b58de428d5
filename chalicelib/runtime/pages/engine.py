"""The engine of the templates: Jinja, without what our templates do not need and each filled gap
paid for. A page has up to 2,000 gaps, each of which was made a `Markup` before it was written, and
each call looked whether the callable wants the context of the template; none does.

What is written is the same, and escaped as before.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_OF_DICTS = frozenset(dir(dict))


class PlainCode(CodeGenerator):
    """Writes the Python of a template: gaps are escaped by `escaped`, and calls are plain calls."""

    def write_commons(self) -> None:
        """In front of the root and of each block."""
        self.writeline("escape = environment.escaped")
        super().write_commons()

    def visit_Call(  # noqa: N802 - Jinja calls it so
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """`of(given, …)`; what brings a block of its own is left to Jinja."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")


class PageEngine(Environment):
    """Templates in plain code, which look into the answers of routes without stumbling first."""

    code_generator_class = PlainCode

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The attribute, else the item of that name, as everywhere in Jinja. Dictionaries have few
        attributes, so that they are asked for the item at once."""
        if type(obj) is dict and attribute not in _OF_DICTS:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    @staticmethod
    def escaped(value: Any) -> str:
        """As `escape` writes it, as plain text for a place where nothing is escaped any more."""
        kind = type(value)
        if kind is str:
            special = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
            return escape(value) if special else value
        if kind is Markup:
            return value
        return str(value) if kind is int else escape(value)
