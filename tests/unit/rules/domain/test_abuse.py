"""Words that insult: data of each province, found as key words are."""

from __future__ import annotations

import pytest

from bench.suggestion import stories
from bench.texts import made_up
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.words import bare
from chalicelib.rules.adapters.rule_files import RuleFiles
from chalicelib.rules.domain.abuse import AbuseWords, abuse_from_document, abuse_to_document
from chalicelib.runtime.data_files import read_document
from tests.support.calendars import HOLIDAYS

PROVINCES = ("lao_cai", "lai_chau")


def words_of(province: str) -> AbuseWords:
    return RuleFiles(province, HOLIDAYS).abuse_words


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bọn ĐỒ CHÓ này không chịu sửa đường.", ["đồ chó"]),
        ("bon do cho nay khong chiu sua duong", ["đồ chó"]),
        ("Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.", []),
        ("Có đồ cho trẻ em chơi ở công viên.", []),
        ("Chó thả rông cắn trẻ, đồ đạc bị phá.", []),
        ("Buổi sáng chợ họp lấn đường.", []),
    ],
)
def test_insults_are_found_and_everyday_words_are_not(
    province: str, text: str, found: list[str]
) -> None:
    """With diacritics as they stand; without any in a text that has none."""
    assert list(words_of(province).found_in(text)) == found


@pytest.mark.parametrize("province", PROVINCES)
def test_nothing_that_people_usually_write_is_held(province: str) -> None:
    """Made-up reports and the demo's stories, as written and without diacritics."""
    words = words_of(province)
    told = [one.text for one in (*made_up(2_000, 5), *stories())]
    for text in (*told, *map(bare, told)):
        assert words.found_in(text) == (), text


def test_a_document_with_faults_is_refused_whole() -> None:
    """All of them at once."""
    with pytest.raises(Invalid) as refused:
        abuse_from_document({"version": 0, "source": "", "words": ["a", "a", 5, "!", "x " * 9]})
    faults = {(fault.path[0], fault.code) for fault in refused.value.faults}
    assert {name for name, _ in faults} == {"version", "valid_from", "source", "words"}
    assert {code for name, code in faults if name == "words"} == {
        *("not_unique", "wrong_type", "no_word", "too_many_words"),
    }


@pytest.mark.parametrize("province", PROVINCES)
def test_a_document_is_written_as_it_was_read(province: str) -> None:
    """What an administrator is shown, and the next version is made of."""
    document = read_document(province, "abuse_words")
    assert abuse_to_document(abuse_from_document(document)) == document
