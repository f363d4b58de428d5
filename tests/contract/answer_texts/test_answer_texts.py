"""Answer texts: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.answer_texts.adapters.store import DynamoAnswerTexts
from chalicelib.answer_texts.application.ports import AnswerTextStore
from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from tests.support.answer_texts import MemoryAnswerTexts
from tests.support.cases import LEADER
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table

CHANGED = AuditEvent(AuditKind.ANSWER_TEXT_CHANGED, NOW, LEADER, "request-1")
FIRST = AnswerText(
    "so-xay-dung", "da-va", None, "Đã vá", "Phản ánh {code} đã xong.", True, 1, NOW, "l1"
)


@pytest.fixture(params=["memory", "moto", "emulator"])
def texts(request: pytest.FixtureRequest) -> Iterator[AnswerTextStore]:
    if request.param == "memory":
        yield MemoryAnswerTexts()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoAnswerTexts(make_table("DirectoryTable"))


def test_texts_come_back_as_they_were_put(texts: AnswerTextStore) -> None:
    """By id, each agency's apart."""
    other = replace(FIRST, id="bo-tri", category="roads", active=False)
    for text in (FIRST, other, replace(FIRST, agency="so-y-te")):
        assert texts.put(text, CHANGED)
    assert list(texts.of("so-xay-dung")) == [other, FIRST]
    assert texts.find("so-xay-dung", "da-va") == FIRST
    assert texts.find("so-xay-dung", "khong-co") is None
    assert list(texts.of("so-khac")) == []


def test_a_version_follows_the_one_before(texts: AnswerTextStore) -> None:
    """Nothing is written over anything else."""
    assert texts.put(FIRST, CHANGED)
    assert not texts.put(FIRST, CHANGED)
    assert not texts.put(replace(FIRST, version=3), CHANGED)
    assert texts.put(replace(FIRST, version=2, title="Khác"), CHANGED)
    found = texts.find("so-xay-dung", "da-va")
    assert found
    assert (found.version, found.title) == (2, "Khác")


def test_of_many_changes_at_once_one_is_made(texts: AnswerTextStore) -> None:
    """The others have seen an older version."""
    assert texts.put(FIRST, CHANGED)
    changes = [replace(FIRST, version=2, title=f"Lần {n}") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda one: texts.put(one, CHANGED), changes)).count(True) == 1
