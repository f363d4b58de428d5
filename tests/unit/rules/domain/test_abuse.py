"""Words that insult: data of each province, found as key words are."""

from __future__ import annotations

import pytest

from bench.suggestion import stories
from bench.texts import made_up
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.words import bare
from chalicelib.rules.adapters.abuse_files import AbuseFile
from chalicelib.rules.domain.abuse import abuse_from_document

PROVINCES = ("lao_cai", "lai_chau")


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
    assert list(AbuseFile(province).found_in(text)) == found


@pytest.mark.parametrize("province", PROVINCES)
def test_nothing_that_people_usually_write_is_held(province: str) -> None:
    """Made-up reports and the demo's stories, as written and without diacritics."""
    words = AbuseFile(province)
    told = [one.text for one in (*made_up(2_000, 5), *stories())]
    for text in (*told, *map(bare, told)):
        assert words.found_in(text) == (), text


def test_a_document_with_faults_is_refused_whole() -> None:
    """All of them at once."""
    with pytest.raises(Invalid) as refused:
        abuse_from_document({"version": 0, "source": "", "words": ["a", "a", 5]})
    assert {fault.path[0] for fault in refused.value.faults} == {"version", "source", "words"}
