"""Short messages: lengths, parts, plain forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.messages.domain import sms
from chalicelib.messages.domain.sms import Coding

VIETNAMESE_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
PLAIN_LETTERS = "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "d"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_every_vietnamese_letter_has_its_plain_form(form, case) -> None:
    """The whole alphabet, small and capital, composed and decomposed."""
    letters = [unicodedata.normalize(form, case(letter)) for letter in VIETNAMESE_LETTERS]
    assert [sms.strip(letter) for letter in letters] == [case(plain) for plain in PLAIN_LETTERS]


def test_every_row_of_the_plain_forms_comes_out_within_a_word() -> None:
    """The table is used whole, and each form is itself in the alphabet."""
    stripped = {character: sms.strip(f"x{character}y") for character in sms.PLAIN_FORMS}
    assert stripped == {character: f"x{plain}y" for character, plain in sms.PLAIN_FORMS.items()}
    assert {sms.coding(plain) for plain in sms.PLAIN_FORMS.values()} == {Coding.GSM7}


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("Phản ánh LC-260803-7K3QX đã được trả lời", "Phan anh LC-260803-7K3QX da duoc tra loi"),
        ("“Ổ gà” – 50.000 ₫…", '"O ga" - 50.000 d...'),
        ("50\u00a0000\u202f₫", "50 000 d"),
        ("Xin chào 👍 bạn", "Xin chao ban"),
        ("Xin chào 👍", "Xin chao"),
        ("👍 Xin chào", "Xin chao"),
        ("Xin👍chào", "Xinchao"),
        ("Xin 👍👍 👍chào", "Xin chao"),
        ("hai  khoảng trắng", "hai  khoang trang"),
        ("Dòng một 👍\nDòng hai", "Dong mot\nDong hai"),
        ("Một\n👍\nHai", "Mot\nHai"),
        ("Một\n\n👍 Hai", "Mot\n\nHai"),
        ("gia đình 👨‍👩‍👧 tôi", "gia dinh toi"),
        ("1️⃣ phường", "1 phuong"),
        ("① ½ ™ ﬁ", "1 1/2 TM fi"),
        ("trước 你好 sau", "truoc sau"),
        ("ze\u200bro", "zero"),
        ("a\tb", "a b"),
        ("[đường] {mới} ~ 5€", "[duong] {moi} ~ 5€"),
        ("👍👍", "👍👍"),
        ("你好 👍", "你好 👍"),
        ("", ""),
        ("   ", "   "),
    ],
)
def test_texts_are_stripped(text, stripped) -> None:
    """Letters, signs, emoji, blanks and other scripts, as an official could check by eye."""
    assert sms.strip(text) == stripped


@pytest.mark.parametrize(
    ("text", "coding", "length", "parts"),
    [
        ("", Coding.GSM7, 0, 0),
        ("a" * 160, Coding.GSM7, 160, 1),
        ("a" * 161, Coding.GSM7, 161, 2),
        ("a" * 306, Coding.GSM7, 306, 2),
        ("a" * 307, Coding.GSM7, 307, 3),
        ("€" * 80, Coding.GSM7, 160, 1),
        ("€" * 81, Coding.GSM7, 162, 2),
        # 152 septets and a pair that does not fit into the 153rd: 2 parts hold 152 + 154 - 1
        ("a" * 152 + "€" + "a" * 152, Coding.GSM7, 306, 3),
        ("ạ" * 70, Coding.UCS2, 70, 1),
        ("ạ" * 71, Coding.UCS2, 71, 2),
        ("ạ" * 134, Coding.UCS2, 134, 2),
        ("ạ" * 135, Coding.UCS2, 135, 3),
        ("👍" * 35, Coding.UCS2, 70, 1),
        ("👍" * 36, Coding.UCS2, 72, 2),
        # 33 pairs are 66 units: the 34th does not fit into the 67th
        ("👍" * 67, Coding.UCS2, 134, 3),
        ("à" * 160, Coding.GSM7, 160, 1),
        ("đ", Coding.UCS2, 1, 1),
    ],
)
def test_lengths_and_parts_at_every_boundary(text, coding, length, parts) -> None:
    """160/153 and 70/67, and the pairs that are never cut in two."""
    assert (sms.coding(text), sms.length(text), sms.parts(text)) == (coding, length, parts)


def test_the_alphabet_has_its_127_characters_and_10_of_two_septets() -> None:
    """A slip in the long literal would cost money on every message."""
    assert len(sms.GSM7_BASIC) == 127
    assert len(sms.GSM7_EXTENSION) == 10
    assert not sms.GSM7_BASIC & sms.GSM7_EXTENSION


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("LaoCai-S", True),
        ("LaiChau-S", True),
        ("ABCDEFGHIJK", True),
        ("ABCDEFGHIJKL", False),
        ("", False),
        ("12345", False),
        ("Lao Cai", False),
        ("LàoCai", False),
    ],
)
def test_sender_names(name, good) -> None:
    """At most 11 plain characters with a letter among them."""
    assert sms.is_sender_name(name) is good


@given(TEXTS)
def test_stripping_gives_gsm7_or_leaves_the_text_alone(text: str) -> None:
    """There is nothing in between: a half stripped text would cost the dear coding as well."""
    stripped = sms.strip(text)
    assert stripped == text or sms.coding(stripped) is Coding.GSM7


@given(TEXTS)
def test_stripping_twice_is_stripping_once(text: str) -> None:
    """A held message may be stripped again when it is sent."""
    assert sms.strip(sms.strip(text)) == sms.strip(text)


@given(TEXTS)
def test_stripping_does_not_depend_on_the_unicode_form(text: str) -> None:
    """Keyboards send composed and decomposed letters; phones show the same."""
    composed, taken_apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    plain = sms.strip(composed)
    assert sms.strip(taken_apart) in (plain, taken_apart)


@given(TEXTS, TEXTS)
def test_a_longer_text_never_takes_fewer_parts(text: str, more: str) -> None:
    """Counting parts never underestimates what is appended."""
    assert sms.parts(text + more) >= sms.parts(text)


@given(TEXTS)
def test_parts_hold_the_text_and_none_is_superfluous(text: str) -> None:
    """So many parts are enough, and at most one unit of each but the last is wasted."""
    capacity, parts, units = sms.CAPACITIES[sms.coding(text)], sms.parts(text), sms.length(text)
    if units <= capacity.alone:
        assert parts == (1 if units else 0)
    else:
        assert (parts - 1) * (capacity.of_several - 1) < units <= parts * capacity.of_several
