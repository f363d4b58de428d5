"""Under which lists a case stands, and that no word of its text can be read there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.cases.domain import commands
from chalicelib.search.domain.entries import (
    ANY_SPELLING,
    PROVINCE,
    groups_of,
    has_mark,
    list_of,
    mark_of,
    spellings,
    word_list,
)
from tests.support.cases import CITIZEN, INTAKE, Office
from tests.support.search import hashed_word

TEXT = "Ổ gà sâu trước cổng trường Lê Ngọc Hân, gọi 0912345678."


def names_of(case: object) -> set[str]:
    return {one.list for group in groups_of(case, hashed_word).values() for one in group}  # type: ignore[arg-type]


def test_a_case_stands_in_the_lists_of_what_it_is() -> None:
    """For the province, and for each agency that leads or co-ordinates."""
    office = Office()
    case = office.take(
        office.accepted(),
        INTAKE,
        commands.Assign("so-xay-dung", "o1", coordinating=("so-y-te",)),
    )
    found = names_of(case)
    for scope in (PROVINCE, "so-xay-dung", "so-y-te"):
        assert list_of(scope) in found
        assert list_of(scope, "state", "assigned") in found
        assert list_of(scope, "category", "roads") in found
        assert list_of(scope, "commune", "02647") in found
        assert list_of(scope, "officer", "o1") in found
        assert word_list(scope, "truong", hashed_word) in found
    scopes = {name.partition("#")[0] for name in found}
    assert scopes == {PROVINCE, "so-xay-dung", "so-y-te"}


def test_no_word_and_no_number_of_the_text_stands_there() -> None:
    """Nor a digest that whoever knows a text could try out."""
    case = Office().submit(description=TEXT)
    groups = groups_of(case, hashed_word)
    kept = json.dumps([[name, [[e.list, e.marks] for e in g]] for name, g in groups.items()])
    for word in ("truong", "trường", "ngoc", "0912345678"):
        assert word not in kept
    other = groups_of(case, lambda word: hashed_word(f"other key {word}"))
    assert groups.keys() != other.keys()


def test_what_was_added_and_what_was_answered_is_found_too() -> None:
    """A proposal is not: nobody has been told it."""
    office = Office()
    asked = office.take(office.submit(), INTAKE, commands.RequestInfo("Đoạn nào?"))
    added = office.take(asked, CITIZEN, commands.Supplement("Đoạn gần chùa Cam Lộ."))
    assert word_list(PROVINCE, "chua", hashed_word) in names_of(added)
    answered = office.answered()
    assert answered.answer
    word = spellings([answered.answer.text]).keys() - spellings([answered.description]).keys()
    assert {word_list(PROVINCE, one, hashed_word) for one in word} <= names_of(answered)
    proposed = replace(answered, answer=None, proposal=replace(answered.answer, approved_at=None))
    assert not {word_list(PROVINCE, one, hashed_word) for one in word} & names_of(proposed)


def test_a_groups_name_changes_with_its_entries_only() -> None:
    """Who has written a group need not write it again."""
    office = Office()
    case = office.submit(description=TEXT)
    again = groups_of(replace(case, version=9, officer=None), hashed_word)
    assert again.keys() == groups_of(case, hashed_word).keys()
    more = replace(case, address="Chợ Cốc Lếu")
    changed = groups_of(more, hashed_word).keys() - again.keys()
    assert [name.partition("=")[0] for name in changed] == [f"{PROVINCE}#words"]


@pytest.mark.parametrize(
    ("text", "spelling", "found"),
    [
        ("má tôi", "má", True),
        ("má tôi", "mà", False),
        ("má tôi và con ma", "ma", True),
        ("ma toi o cho", "má", True),
        ("ma toi o cho", "mà", True),
        ("hoà bình", "hòa", True),
    ],
)
def test_a_word_is_found_by_its_own_spelling(text: str, spelling: str, found: bool) -> None:
    """In a text without diacritics throughout it may be any."""
    ((bare, forms),) = [
        (bare, forms) for bare, forms in spellings([text]).items() if bare in ("ma", "hoa")
    ]
    assert bare in ("ma", "hoa")
    marks = (
        ANY_SPELLING
        if ANY_SPELLING in forms
        else "".join(sorted(mark_of(form, hashed_word) for form in forms))
    )
    (folded,) = spellings([f"{spelling} ơi"])[bare]
    assert has_mark(marks, mark_of(folded, hashed_word)) is found


def test_one_letter_is_no_entry_and_a_long_word_is_cut() -> None:
    """What is looked for is cut alike."""
    found = spellings(["ở đó a b " + "x" * 300])
    assert set(found) == {"do", "x" * 40}
