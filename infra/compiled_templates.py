"""The pages' templates as Python, made while packaging: a fresh process reads bytecode instead of
parsing and compiling each template that its first page needs."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ModuleLoader

from chalicelib.runtime.pages.html import PRODUCT, environment, template_file


def template_names() -> list[str]:
    """All templates, as pages name them."""
    folders = PRODUCT.glob("*/pages/templates")
    found = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    parts = (file.relative_to(PRODUCT).parts for file in found)
    return sorted("/".join((noun, *rest)) for noun, _, _, *rest in parts)


def compile_templates(folder: Path) -> None:
    """One module a template into the folder, where `ModuleLoader` finds it by the name."""
    folder.mkdir(parents=True)
    engine = environment()
    for name in template_names():
        source = template_file(name).read_text(encoding="utf-8")
        module = engine.compile(source, name, name, raw=True, defer_init=True)
        (folder / ModuleLoader.get_module_filename(name)).write_text(module, encoding="utf-8")
