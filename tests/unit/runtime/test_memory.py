"""What warm processes remember."""

from __future__ import annotations

import pytest

from chalicelib.runtime.memory import MAX_AGE, Memory


class Source:
    """Something to load, and its revision; counts how often it is asked."""

    def __init__(self, revision: str | None = "r1") -> None:
        self.revision = revision
        self.seconds = 0.0
        self.loads = 0
        self.asks = 0

    def ask(self) -> str | None:
        self.asks += 1
        return self.revision

    def load(self) -> int:
        self.loads += 1
        return self.loads

    @property
    def memory(self) -> Memory:
        return Memory(self.ask, lambda: self.seconds)


@pytest.fixture
def source() -> Source:
    return Source()


def test_a_warm_process_makes_no_call_within_a_minute(source: Source) -> None:
    """The revision is asked for once, the value loaded once."""
    memory = source.memory
    for seconds in (0.0, 30.0, MAX_AGE):
        source.seconds = seconds
        assert memory.recall("key", source.load) == 1
    assert (source.asks, source.loads) == (1, 1)


def test_an_unchanged_revision_keeps_everything(source: Source) -> None:
    """After a minute one small question is enough, and it holds for another minute."""
    memory = source.memory
    memory.recall("key", source.load)
    for seconds in (MAX_AGE + 1, MAX_AGE + 2, 2 * MAX_AGE):
        source.seconds = seconds
        assert memory.recall("key", source.load) == 1
    assert (source.asks, source.loads) == (2, 1)


def test_a_new_revision_forgets_everything(source: Source) -> None:
    """A change is seen after a minute at the latest, for all keys at once."""
    memory = source.memory
    memory.recall("one", source.load)
    memory.recall("two", source.load)
    source.revision, source.seconds = "r2", MAX_AGE + 1
    assert (memory.recall("one", source.load), memory.recall("two", source.load)) == (3, 4)


def test_nothing_is_kept_before_the_first_revision() -> None:
    """A process that started before the directory was loaded sees it at once."""
    source = Source(revision=None)
    memory = source.memory
    assert (memory.recall("key", source.load), memory.recall("key", source.load)) == (1, 2)
    source.revision = "r1"
    assert (memory.recall("key", source.load), memory.recall("key", source.load)) == (3, 3)


def test_one_key_can_be_forgotten(source: Source) -> None:
    """The others stay."""
    memory = source.memory
    assert [memory.recall(key, source.load) for key in ("one", "two")] == [1, 2]
    memory.forget("one")
    assert [memory.recall(key, source.load) for key in ("one", "two")] == [3, 2]


def test_what_cannot_be_loaded_is_not_kept(source: Source) -> None:
    """The next one tries again."""
    memory = source.memory

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        memory.recall("key", fail)
    assert memory.recall("key", source.load) == 1
