"""Templates as packaging compiles them."""

from __future__ import annotations

from pathlib import Path

from chalicelib.runtime.pages import html
from infra.compiled_templates import compile_templates, template_names
from tests.support.browsing import Visitor
from tests.support.cases import OFFICER
from tests.support.whole_api import whole_api


def test_compiled_templates_make_the_same_pages(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Every template is there under its name, and no source is read."""
    compile_templates(tmp_path / "compiled")
    engine = html.environment_of(tmp_path / "compiled")
    names = template_names()
    assert {"runtime/layout.html", "cases/inbox.html", "campaign/team_worker.js"} <= set(names)
    for name in names:
        assert engine.get_template(name).name == name
    with whole_api() as api:
        api.office.assigned(description="Ổ gà <b>sâu</b> trước cổng trường.")
        visitor = Visitor().sign_in_as(api, OFFICER)
        pages = ("/officer/inbox", "/officer/search")
        plain = [visitor.open(one).form("/officer/find") for one in pages]
        monkeypatch.setattr(html, "environment", lambda: engine)
        monkeypatch.setattr(html, "_source", None)
        seen = [visitor.open(one) for one in pages]
        assert [one.form("/officer/find") for one in seen] == plain
        assert "Ổ gà &lt;b&gt;sâu&lt;/b&gt;" in seen[0].html
