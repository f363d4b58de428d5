"""What is wrong is said with the field's name, on every form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.fault_names import with_field_names
from chalicelib.runtime.pages.words import words_in
from tests.support.browsing import Visitor
from tests.support.cases import INTAKE, OFFICER
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        yield whole


def summary(html: str) -> list[str]:
    """Its lines."""
    (found,) = re.findall(r'error-summary__list">(.*?)</ul>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", one).split()) for one in found.split("</li>")][:-1]


def faults(*links: tuple[str, str], form: str) -> list[str]:
    """How a page with these faults and this form has them in its summary."""
    lines = "".join(f'<li><a href="#{name}">{message}</a></li>' for name, message in links)
    html = f'<ul class="govuk-list govuk-error-summary__list">{lines}</ul>{form}'
    return summary(with_field_names(html, words_in(Language.VI)))


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ('<label for="x">Lý do</label><textarea id="x">', "Lý do: bắt buộc phải có."),
        (
            '<label for="x">Lý do <span class="app-optional">(nếu có)</span></label><input id="x">',
            "Lý do: bắt buộc phải có.",
        ),
        (
            '<fieldset><legend><span aria-hidden="true">1</span> Đúng không? (xem kỹ)</legend>'
            '<input id="x" type="radio"><label for="x">Có</label></fieldset>',
            "Đúng không? Bắt buộc phải có.",
        ),
        (
            '<fieldset><legend>Phối hợp</legend><select id="x"></select></fieldset>',
            "Phối hợp: bắt buộc phải có.",
        ),
        (
            '<fieldset><legend>Nghỉ</legend><label for="x">Từ ngày</label>'
            '<input id="x"></fieldset>',
            "Từ ngày: bắt buộc phải có.",
        ),
        ('<label for="x">a &lt;b&gt;</label><input id="x">', "a &lt;b&gt;: bắt buộc phải có."),
        ('<label for="y">Khác</label><input id="y">', "Bắt buộc phải có."),
        ("", "Bắt buộc phải có."),
    ],
)
def test_a_field_is_named_as_the_form_calls_it(form: str, named: str) -> None:
    """By its label, a choice by its legend; without either the message stands alone."""
    assert faults(("x", "Bắt buộc phải có."), form=form) == [named]


def test_a_message_that_names_the_field_is_left_alone() -> None:
    """And so is the name of a file."""
    form = '<label for="p">Số điện thoại</label><input id="p"><label for="f">Tệp</label>'
    said = faults(
        ("p", "Số điện thoại không hợp lệ."), ("f", "Anh.HEIC: không nhận được."), form=form
    )
    assert said == ["Số điện thoại không hợp lệ.", "Tệp: Anh.HEIC: không nhận được."]


def test_forms_of_the_office_name_what_is_missing(api: WholeApi) -> None:
    """Actions and intake: no line is left without its field."""
    received, working = api.office.submit(), api.office.in_progress()
    for actor, address, line in (
        (INTAKE, f"/officer/cases/{received.code}/reject", "Lý do: bắt buộc phải có."),
        (OFFICER, f"/officer/cases/{working.code}/request_extension", "Lý do: bắt buộc phải có."),
        (INTAKE, "/officer/intake/new", "Chưa có xã, phường."),
    ):
        visitor = Visitor().sign_in_as(api, actor)
        lines = summary(visitor.submit(visitor.open(address), address).html)
        assert any(one.endswith(line) for one in lines), lines
        assert [one for one in lines if one.startswith("Bắt buộc")] == []
