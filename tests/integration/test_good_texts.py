"""Texts as people really type them, through the deployed API and back, byte for byte."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

import pytest

from localstack.cast import CASE, Cast
from localstack.demo.client import Client, Json, exchange
from localstack.demo.people import Citizen, new_key
from localstack.demo.stack import RunningStack

PHONE = "+84912000961"
TYPED = {
    "emoji": "Cây đổ chắn đường 🌳🚧, gọi 👩🏽‍🚒 giúp bà con 🇻🇳!",
    "line feeds and tabs": "Ba việc:\n1.\tvá ổ gà\n2.\tkẻ vạch\n\n3.\tdọn đá\n",
    "Vietnamese": "Nước thải chảy tràn ra đường suốt tuần, mùi khó chịu lắm ạ.",
    "Hmong and Chinese": "Kev puas lawm 路坏了,請修好。Ua tsaug ntau!",
    "quotes and slashes": 'Biển "CẤM" bị vẽ bậy: <b>\\o/</b> & {{7*7}} ${x} \'; --',
    "outside the plane": "𠀀𡃁𢌞 là tên quán 𝒜𝓃𝒽 ở đầu ngõ",
    "right to left": "Biển quán ghi שלום والسلام rất to ở vỉa hè",
    "joiners and selectors": "Gia đình 👨‍👩‍👧‍👦 và trái tim ❤️ ở công viên",
    "longest": "ặ" * 4000,
}
"""In NFC already: comes back as it is."""


@pytest.fixture(scope="module")
def citizen(stack: RunningStack) -> Iterator[Citizen]:
    """Somebody with an account, who takes everything back in the end."""
    somebody = Cast(stack).citizen(PHONE)
    yield somebody
    for item in list(somebody.api.pages("/me/cases")):
        somebody.do(item["code"], "withdraw", {})


def told(stack: RunningStack, citizen: Citizen, raw: bytes) -> Json:
    """The case as its page shows it, sent as these bytes."""
    headers = {
        "Authorization": f"Bearer {citizen.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": new_key(),
    }
    sent = exchange("POST", f"{stack.api_url}/v1/cases", headers, raw)
    assert sent.status == 201, sent.body
    return citizen.case(str(sent.json()["code"]))


def body(text: str, *, escaped: bool = False) -> bytes:
    return json.dumps({**CASE, "description": text}, ensure_ascii=escaped).encode()


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_what_is_in_normal_form_comes_back_byte_for_byte(
    stack: RunningStack, citizen: Citizen, text: str
) -> None:
    """Whether it was sent as UTF-8 or with escapes."""
    assert unicodedata.is_normalized("NFC", text)
    shown = told(stack, citizen, body(text))["description"]
    assert shown.encode() == text.encode()


def test_escapes_are_the_same_text(stack: RunningStack, citizen: Citizen) -> None:
    """Pairs of surrogates are one character."""
    text = TYPED["emoji"]
    assert b"\\ud83c" in body(text, escaped=True)
    assert told(stack, citizen, body(text, escaped=True))["description"] == text


def test_decomposed_vietnamese_is_composed(stack: RunningStack, citizen: Citizen) -> None:
    """Some keyboards send letters and marks apart: what is kept is NFC, and counted as such."""
    text = TYPED["Vietnamese"]
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert told(stack, citizen, body(apart))["description"].encode() == text.encode()
    longest = unicodedata.normalize("NFD", TYPED["longest"])
    assert told(stack, citizen, body(longest))["description"] == TYPED["longest"]


def test_lines_end_in_line_feeds(stack: RunningStack, citizen: Citizen) -> None:
    """CR LF, as some systems end their lines, is kept as LF."""
    shown = told(stack, citizen, body("Dòng một.\r\nDòng hai.\r\n"))
    assert shown["description"] == "Dòng một.\nDòng hai.\n"


def test_names_are_texts_too(stack: RunningStack, citizen: Citizen) -> None:
    """A name typed in pieces is one name."""
    name = "Hờ Thị Ỷ"
    mine = Client(stack.api_url, citizen.token)
    mine.send("PATCH", "/me", {"full_name": unicodedata.normalize("NFD", name)})
    assert mine.get("/me").json()["full_name"] == name
