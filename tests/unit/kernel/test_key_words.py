"""Key words stand in a text as whole words; diacritics count where they were written."""

from __future__ import annotations

import time
import unicodedata

import pytest

from chalicelib.kernel.key_words import MOST_WORDS, KeyWords, implied_by
from chalicelib.kernel.words import bare, fold


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("rác thải", "Bãi rác thải bốc mùi", True),
        ("rác thải", "Bãi RÁC THẢI, bốc mùi", True),
        ("rác thải", unicodedata.normalize("NFD", "Bãi rác thải bốc mùi"), True),
        (unicodedata.normalize("NFD", "rác thải"), "Bãi rác thải bốc mùi", True),
        ("rác thải", "rac thai do day duong", True),
        ("rác thải", "rac thai đổ đầy đường", False),
        ("rác thải", "RAC THAI do day duong", True),
        ("rác", "racing xe", False),
        ("rác", "rác", True),
        ("rác", "bãi rắc muối", False),
        ("rac thai", "Bãi rác thải bốc mùi", True),
        ("rac thai", "rắc thái", True),
        ("cáp", "Cấp nước yếu", False),
        ("cáp", "cap dien dut", True),
        ("cấp", "cap dien dut", True),
        ("đèn đường", "den duong hong", True),
        ("đèn đường", "đèn trên đường", False),
        ("đèn đường", "đèn  đường-số 5", True),
        ("sức khỏe", "chăm sóc sức khoẻ", True),
        ("sức khoẻ", "chăm sóc sức khỏe", True),
        ("thủy điện", "nhà máy thuỷ điện", True),
        ("ma túy", "có m\u200ba tuý", True),
        ("số 5", "đường số 5", True),
        ("số 5", "đường số 55", False),
        ("ổ gà", "ổ_gà", True),
        ("🕳", "ổ 🕳 gà", False),
        ("", "gì cũng được", False),
    ],
)
def test_a_key_word_is_found_as_whole_words(phrase: str, text: str, found: bool) -> None:
    """With diacritics as it stands, or bare in a text without any; without diacritics in any."""
    assert KeyWords([phrase]).found_in(fold(text)) == ({phrase} if found else set())


def test_all_that_stand_in_a_text_are_found() -> None:
    """Also those that overlap, begin with one another, or are written in two ways."""
    phrases = ("rác", "rác thải", "thải y tế", "rác thải y tế", "rac", "y tế xã")
    found = KeyWords(phrases).found_in(fold("Rác thải y tế đổ ra suối"))
    assert found == set(phrases) - {"y tế xã"}


def test_letters_lose_their_diacritics_and_nothing_else() -> None:
    """All of Vietnamese; other scripts stay as they are."""
    assert bare("Đặng Thị Ưởng, 5 Ỷ Lan – 한국 ñ") == "Dang Thi Uong, 5 Y Lan – 한국 n"


@pytest.mark.parametrize("text", ["", "…!?", "👨‍👩‍👧 🕳️", "\u0301\u0301", "___"])
def test_a_text_without_words_has_none(text: str) -> None:
    """And so no key word."""
    assert fold(text).words == fold(text).bare == ()
    assert not KeyWords(["a"]).found_in(fold(text))


def test_what_follows_from_a_phrase() -> None:
    """Each part of it; the bare spelling of a part is found in any text that has the phrase."""
    assert set(implied_by("đèn hỏng")) == {
        (True, ("den",)),
        (True, ("den", "hong")),
        (True, ("hong",)),
        (False, ("đèn",)),
        (False, ("đèn", "hỏng")),
        (False, ("hỏng",)),
    }
    assert set(implied_by("den")) == {(True, ("den",))}


def test_a_thousand_phrases_of_one_beginning_cost_no_more_than_one() -> None:
    """The longest text, of the one word that all of them begin with."""
    words = KeyWords(["a " * (MOST_WORDS - 1) + f"b{number}" for number in range(1000)])
    text = fold("a " * 2000)
    began = time.process_time()
    assert not words.found_in(text)
    assert time.process_time() - began < 0.1
