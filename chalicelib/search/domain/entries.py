"""Under which lists a case is found: all cases of a scope, those with some property, those in which
a word stands. A list is never taken back: what an entry says is held against the case as it is
when it is found, so an entry too many costs a look and shows nothing.

Words stand there as keyed hashes of what is left of them without diacritics. Beside it stand the
marks of their spellings, so that one with diacritics finds its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import agencies_that_see
from chalicelib.kernel.instants import store
from chalicelib.kernel.words import fold
from chalicelib.rules.domain.question_answers import AnswerValue
from chalicelib.rules.domain.questions import is_question_id
from chalicelib.search.domain.hot_spots import InCell, cells_of

PROVINCE = "province"
"""The scope of those who see every case; the others are agencies."""
LONGEST_WORD = 40
"""What stands behind that of a word is not looked at."""
SHORTEST_WORD = 2
ANY_SPELLING = "*"
"""The mark of a word of a text without diacritics throughout: nobody knows what was meant."""
_MARK = 6
_NAME = 32
Hashed = Callable[[str], str]
"""The keyed hash of a word: hexadecimal digits."""


@dataclass(frozen=True)
class IndexEntry:
    """One line of a list for the case; `marks` are of a word, or say where in a cell it is."""

    list: str
    marks: str = ""


def list_of(scope: str, property: str = "", value: str = "") -> str:
    """The list of a scope's cases with that property, or of all of them."""
    return f"{scope}#{property}={value}" if property else f"{scope}#all"


def word_list(scope: str, bare: str, hashed: Hashed) -> str:
    """The list of a scope's cases in which that word stands, in whatever spelling."""
    return list_of(scope, "word", hashed(bare)[:_NAME])


def answer_list(scope: str, question: str, value: str, hashed: Hashed) -> str:
    """The list of a scope's cases whose answer to that question is this one."""
    return list_of(scope, "answer", hashed(f"answer {question} {value}")[:_NAME])


def mark_of(word: str, hashed: Hashed) -> str:
    """The mark of one spelling."""
    return hashed(word)[:_MARK]


def has_mark(marks: str, wanted: str) -> bool:
    """Whether the spelling of that mark stands in the text, or may be meant there."""
    if marks == ANY_SPELLING:
        return True
    return any(marks[at : at + _MARK] == wanted for at in range(0, len(marks), _MARK))


def groups_of(case: Case, hashed: Hashed) -> Mapping[str, tuple[IndexEntry, ...]]:
    """All entries of the case, in groups that are written together; a group's name stays the same
    as long as its entries do."""
    words = spellings(texts_of(case))
    digest = _digest(words, hashed)
    groups: dict[str, tuple[IndexEntry, ...]] = {}
    for scope in scopes_of(case):
        for property, value in _properties(case):
            name = list_of(scope, property, value)
            groups[name] = (IndexEntry(name),)
        for cell, lies in cells_of_case(case, hashed):
            name = cell_list(scope, cell)
            groups[name] = (IndexEntry(name, lies.marks),)
        for question, value in chosen_answers(case):
            name = answer_list(scope, question, value, hashed)
            groups[name] = (IndexEntry(name),)
        groups[f"{scope}#words={digest}"] = tuple(
            IndexEntry(word_list(scope, bare, hashed), _marks(forms, hashed))
            for bare, forms in words.items()
        )
    return groups


def chosen_answers(case: Case) -> tuple[tuple[str, str], ...]:
    """Question and answer of those that were chosen, or are yes or no: what is written in words or
    numbers makes no list."""
    said = ((one.question, said_as(one.value)) for one in case.answers)
    return tuple((question, value) for question, value in said if value is not None)


def said_as(value: AnswerValue) -> str | None:
    """As it is looked for: `yes`, `no`, or the choice; None for other answers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) and is_question_id(value) else None


def scopes_of(case: Case) -> tuple[str, ...]:
    """The province, each agency whose people see the case, and the one whose desk it is addressed
    to."""
    addressed = (case.addressed_to,) if case.addressed_to else ()
    return tuple(dict.fromkeys((PROVINCE, *agencies_that_see(case), *addressed)))


def texts_of(case: Case) -> tuple[str, ...]:
    """What the citizen wrote, and the answer that was given."""
    given = (case.answer.text,) if case.answer and case.answer.approved_at else ()
    added = (addition.text for addition in case.additions)
    return (case.description, *filter(None, (case.address,)), *added, *given)


def spellings(texts: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Each word without its diacritics, and how it is spelt in these texts."""
    found: dict[str, set[str]] = {}
    for text in texts:
        folded = fold(text)
        for word, bare in zip(folded.words, folded.bare, strict=True):
            if len(bare) >= SHORTEST_WORD:
                form = ANY_SPELLING if folded.is_bare else word[:LONGEST_WORD]
                found.setdefault(bare[:LONGEST_WORD], set()).add(form)
    return {bare: frozenset(forms) for bare, forms in found.items()}


def _digest(words: Mapping[str, frozenset[str]], hashed: Hashed) -> str:
    """Tells whether these are the same words; keyed, for whoever knows a text could try it."""
    text = "\n".join(f"{bare} {' '.join(sorted(words[bare]))}" for bare in sorted(words))
    return hashed(sha256(text.encode()).hexdigest())[:_NAME]


def _marks(forms: frozenset[str], hashed: Hashed) -> str:
    if ANY_SPELLING in forms:
        return ANY_SPELLING
    return "".join(sorted(mark_of(form, hashed) for form in forms))


def place_in_lists(case: Case) -> str:
    """Where its lines stand in every list."""
    return f"{store(case.submitted_at)}#{case.code}"


def cells_of_case(case: Case, hashed: Hashed) -> tuple[tuple[str, InCell], ...]:
    """Names of the cells in which a case of that category lies, which tell neither, and where in
    them; none where no place is known."""
    if case.location is None:
        return ()
    cells = cells_of(place_in_lists(case), case.location)
    return tuple(
        (hashed(f"cell {row} {column} {case.category}")[:_NAME], lies)
        for (row, column), lies in cells
    )


def cell_list(scope: str, cell: str) -> str:
    """The list of a scope's cases of that cell and category."""
    return list_of(scope, "cell", cell)


def hot_list(scope: str) -> str:
    """The list of a scope's places that were hot, by `hot_line`; the marks are the cell's name."""
    return list_of(scope, "hot", "spots")


def hot_line(newest: InCell, cell: str) -> str:
    """Where a hot place of a cell stands: when its newest case was sent in, and by that one's code;
    it may be the newest of another in a cell that overlaps."""
    return f"{newest.place}@{cell[:_MARK]}"


def _properties(case: Case) -> tuple[tuple[str, str], ...]:
    named = {
        "state": case.state.value,
        "category": case.category,
        "commune": case.commune,
        "officer": case.officer or "",
    }
    return (("", ""), *((name, value) for name, value in named.items() if value))
