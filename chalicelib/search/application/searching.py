"""The office looks for cases: by code, words, and what the case is, as far as the reader may see.

Each page reads one list (for several words one each), and the cards of what it found, at most a
few times over. So where many entries fit no longer, or few have all the words, a page may be short
and more may follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.agencies.domain.scopes import CENTRAL_ROLES, DESK_ROLES, commune_of
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.permissions import AGENCY_ROLES, covers
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Forbidden, Invalid, NotFound
from chalicelib.kernel.pages import Page, Position
from chalicelib.rules.domain.questions import CategoryQuestions, QuestionType
from chalicelib.search.application.ports import FoundEntry, SearchIndex, Sent
from chalicelib.search.domain.entries import (
    PROVINCE,
    Hashed,
    answer_list,
    has_mark,
    list_of,
    mark_of,
    word_list,
)
from chalicelib.search.domain.queries import SoughtWord, words_of

MOST_LOOKS = 4
"""At the lists, for one page."""
_CARDS = 100
"""Read at once."""
_LINES = 200
"""Of each list, where several must have the case."""
_PROPERTIES = ("officer", "commune", "category", "state")
"""The first that is asked for has its own list read: fewest cases first."""
SEARCHERS = CENTRAL_ROLES | AGENCY_ROLES


@dataclass(frozen=True)
class SearchDesk:
    """What looking needs."""

    cases: CaseDesk
    cards: CaseIndex
    index: SearchIndex
    hashed: Hashed
    readers: ReadersDesk


@dataclass(frozen=True, kw_only=True)
class CaseSearch:
    """What cases are looked for: None asks for all. `agency` is the lead agency."""

    code: str | None = None
    words: str | None = None
    state: State | None = None
    agency: str | None = None
    commune: str | None = None
    category: str | None = None
    officer: str | None = None
    answered: tuple[str, str] | None = None
    """A question and the answer to it."""
    sent: Sent = field(default_factory=Sent)

    @property
    def named(self) -> dict[str, str]:
        """What is asked for by name."""
        names = {name: getattr(self, name) for name in (*_PROPERTIES, "agency")}
        return {name: str(value) for name, value in names.items() if value is not None}

    @property
    def told(self) -> dict[str, str]:
        """The same for the audit, with the question and the code that were asked for."""
        more = {"code": self.code, "question": self.answered[0] if self.answered else None}
        return self.named | {name: value for name, value in more.items() if value is not None}


def search_cases(
    desk: SearchDesk,
    reader: Actor,
    search: CaseSearch,
    limit: int,
    position: Position | None,
    correlation_id: str,
) -> Page[Card]:
    """Newest first. The search is written down first, without its words.

    Raises Forbidden (`search_not_allowed`), and Invalid for names that are not there and words
    that cannot be looked for.
    """
    if reader.role not in SEARCHERS:
        raise Forbidden("search_not_allowed")
    words = words_of(search.words) if search.words is not None else ()
    _check_names(desk.cases, search)
    what = {**search.told, "words": len(words)}
    record_read(desk.readers, reader, AuditKind.CASES_SEARCHED, "search", correlation_id, what)
    if search.code is not None:
        return _by_code(desk, reader, search, position)
    return _Lists(desk, reader, search, words).page(limit, position)


def scope_to_read(desk: CaseDesk, reader: Actor, agency: str | None) -> str:
    """The scope that a list of the reader's is of: an agency, or the province.

    Raises Forbidden (`search_not_allowed`), and NotFound for an agency that is not there or not the
    reader's to see.
    """
    if reader.role not in SEARCHERS:
        raise Forbidden("search_not_allowed")
    if agency is not None and desk.directory.agency(agency) is None:
        raise NotFound("agency_not_found")
    if reader.province:
        return agency or PROVINCE
    if agency not in (None, reader.agency):
        raise NotFound("agency_not_found")
    return str(reader.agency)


def fits(search: CaseSearch, named: Mapping[str, str], reader: Actor, card: Card) -> bool:
    """Whether the case, as it is now, is the reader's to see and what was asked for."""
    return (
        covers(reader, card)
        and all(getattr(card, name) == value for name, value in named.items())
        and (search.sent.since is None or search.sent.since <= card.submitted_at)
        and (search.sent.until is None or card.submitted_at < search.sent.until)
    )


def _by_code(
    desk: SearchDesk, reader: Actor, search: CaseSearch, position: Position | None
) -> Page[Card]:
    """One card at most."""
    cards, unreadable = desk.cards.cards([str(search.code)])
    found = tuple(card for card in cards if fits(search, search.named, reader, card))
    heard = tuple(unreadable) if reader.province else ()
    return Page() if position else Page(found, unreadable=heard)


class _Lists:
    """The lists that one search reads."""

    def __init__(
        self,
        desk: SearchDesk,
        reader: Actor,
        search: CaseSearch,
        words: tuple[SoughtWord, ...],
    ) -> None:
        self._desk, self._reader, self._search, self._words = desk, reader, search, words
        commune = commune_of(reader.agency) if reader.role in DESK_ROLES else None
        self._named = search.named
        named = {**({"commune": commune} if commune else {}), **self._named}
        own = None if reader.province or commune else str(reader.agency)
        self._own = own is not None
        scope = own or search.agency or PROVINCE
        first = next((name for name in _PROPERTIES if name in named), None)
        self._names = [word_list(scope, word.bare, desk.hashed) for word in words]
        if search.answered is not None:
            self._names.append(answer_list(scope, *search.answered, desk.hashed))
        held = set(named)
        if not self._names:
            self._names = [list_of(scope, first, named[first]) if first else list_of(scope)]
            held -= {first or ""}
        self._exact = len(self._names) == 1 and not held and not self._spelt

    @property
    def _spelt(self) -> bool:
        return any(word.spelling for word in self._words)

    def page(self, limit: int, position: Position | None) -> Page[Card]:
        """What fits, the newest first; whether more entries follow."""
        lines: list[tuple[str, Card | None]] = []
        for look in range(MOST_LOOKS):
            found = self._window(limit if look == 0 else _LINES, limit, position)
            lines += self._fitting(found.items)
            position = found.end
            if len(lines) >= limit or not found.more:
                break
        shown, more = lines[:limit], found.more or len(lines) > limit
        end = {"place": shown[-1][0]} if len(lines) > limit else position
        unreadable = tuple(place.rpartition("#")[2] for place, card in shown if card is None)
        return Page(tuple(card for _, card in shown if card), end, more, unreadable)

    def _fitting(self, places: Sequence[str]) -> Iterable[tuple[str, Card | None]]:
        codes = {place.rpartition("#")[2]: place for place in places}
        cards, unreadable = self._desk.cards.cards(list(codes))
        known = {card.code: card for card in cards}
        for code, place in codes.items():
            if code in unreadable:
                # In a list of the whole province nobody knows whose it is.
                if self._reader.province or self._own:
                    yield place, None
            elif code in known and fits(self._search, self._named, self._reader, known[code]):
                yield place, known[code]

    def _window(self, lines: int, limit: int, position: Position | None) -> Page[str]:
        """The next places that are in all lists, at most as many as cards are read at once. Of
        several lists so many lines are read: at first no more than a page may be made of."""
        several = len(self._names) > 1
        size = limit if self._exact else lines if several else _CARDS
        pages = [
            self._lines(number, self._search.sent, size, position)
            for number in range(len(self._names))
        ]
        found = self._both(pages)
        if len(found.items) <= _CARDS:
            return found
        kept = found.items[:_CARDS]
        return Page(kept, {"place": kept[-1]}, more=True)

    def _lines(
        self, number: int, sent: Sent, limit: int, position: Position | None
    ) -> Page[FoundEntry]:
        name, spelt = self._names[number], self._spelling(number) is not None
        return self._desk.index.lines(name, sent, limit, position, marked=spelt)

    def _spelling(self, number: int) -> str | None:
        """Of the word whose list that is, if it is a word's."""
        return self._words[number].spelling if number < len(self._words) else None

    def _both(self, pages: Sequence[Page[FoundEntry]]) -> Page[str]:
        """What all lists have, down to where the first of them was read to."""
        read_to = max((page.items[-1].place for page in pages if page.more), default="")
        common = set.intersection(
            *(
                {entry.place for entry in page.items if self._is_spelt_so(number, entry)}
                for number, page in enumerate(pages)
            )
        )
        places = tuple(sorted((one for one in common if one >= read_to), reverse=True))
        more = bool(read_to) and all(
            page.more or (page.items and page.items[-1].place < read_to) for page in pages
        )
        last = read_to or (places[-1] if places else "")
        return Page(places, {"place": last} if last else None, more)

    def _is_spelt_so(self, number: int, entry: FoundEntry) -> bool:
        spelling = self._spelling(number)
        return spelling is None or has_mark(entry.marks, mark_of(spelling, self._desk.hashed))


def _check_names(desk: CaseDesk, search: CaseSearch) -> None:
    known = {
        "agency": desk.directory.agency,
        "commune": desk.gazetteer.commune,
        "category": desk.directory.category,
        "officer": desk.directory.officer,
    }
    named = search.named
    faults = [
        Fault((name,), f"unknown_{name}")
        for name, find in known.items()
        if name in named and find(named[name]) is None
    ]
    if search.code is not None and search.words is not None:
        faults.append(Fault(("q",), "not_with_code"))
    if search.code is not None and search.answered is not None:
        faults.append(Fault(("question",), "not_with_code"))
    faults += _answer_faults(desk.directory.questions(), search) if search.answered else []
    if faults:
        raise Invalid(faults)


def _answer_faults(questions: CategoryQuestions, search: CaseSearch) -> list[Fault]:
    """Of the questions that are asked now, of that category or of any."""
    id, value = search.answered or ("", "")
    of = [search.category] if search.category else questions.by_category
    asked = [one for category in of for one in questions.of(category) if one.id == id]
    if not asked:
        return [Fault(("question",), "unknown_question")]
    answers = [
        value in ("yes", "no") if one.type is QuestionType.YES_NO else one.choice(value) is not None
        for one in asked
    ]
    return [] if any(answers) else [Fault(("answer",), "not_acceptable")]
