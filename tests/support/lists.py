"""Every list that the API serves: how to fill it, take from it, and read it page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from chalicelib.audit.application.entering import enter
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.application.ports import StuckCase
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import local_date, wire
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.messages import Channel, Message, MessageStatus
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.trainings.domain.trainings import attendance_id
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.audit import make_audit_desk, make_audit_line
from tests.support.blocks import make_block
from tests.support.campaign import enlist
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    change_policy,
)
from tests.support.commune_reports import COMMUNE_REPORT_CHANGED, make_commune_report
from tests.support.directory import make_officer, put_officer
from tests.support.hostile import TRAINING as PLANNED
from tests.support.hostile import VISIT
from tests.support.messages import NOON, make_message
from tests.support.people import make_account
from tests.support.trainings import (
    TRAINING,
    TRAINING_CHANGED,
    make_attendance,
    put_training,
)
from tests.support.whole_api import WholeApi

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
NOBODYS = "ubnd-02647"
"""An agency without people."""


@dataclass
class Filled:
    """The API and what was put into the list, oldest first."""

    api: WholeApi
    ids: list[str] = field(default_factory=list)

    @cached_property
    def case(self) -> str:
        """A case that lists about one are asked for: `{code}` in their paths."""
        return self.api.office.in_progress().code

    @cached_property
    def session(self) -> str:
        """A training session that lists of one are asked for: `{id}` in their paths."""
        return put_training(self.api.trainings)


Add = Callable[[Filled], str]


@dataclass(frozen=True)
class Listing:
    """One list; `shown` are the ids on a page, `path` has a query already."""

    name: str
    path: str
    actor: Actor
    add: Add
    remove: Callable[[Filled, str], object]
    shown: Callable[[Any], list[str]]
    edit: Callable[[Filled, Any], Any] | None = None
    """For a preview: the document that is sent, made from the present one."""

    def fill(self, filled: Filled, count: int) -> None:
        """Put so many more into it."""
        for _ in range(count):
            filled.ids.append(self.add(filled))

    def ask(self, filled: Filled, limit: int, cursor: str | None = None) -> Answer:
        """What is answered to the reader."""
        api, token = filled.api, filled.api.token(self.actor)
        path = f"{self.path}&limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        if "{code}" in path:
            path = path.replace("{code}", filled.case)
        if "{id}" in path:
            path = path.replace("{id}", filled.session)
        if self.edit is None:
            return api.send("GET", path, token=token)
        present = api.send("GET", self.path.partition("?")[0], token=token)
        body = self.edit(filled, present.body)
        return api.send("PUT", path, body, token, If_Match=present.headers["ETag"])

    def page(self, filled: Filled, limit: int, cursor: str | None = None) -> Any:
        """The body of one page."""
        answer = self.ask(filled, limit, cursor)
        assert answer.status == 200, answer.body
        return answer.body

    def pages(self, filled: Filled, limit: int, cursor: str | None = None) -> Iterator[list[str]]:
        """What each page shows, from the cursor on."""
        while True:
            body = self.page(filled, limit, cursor)
            yield self.shown(body)
            cursor = body["next_cursor"]
            if cursor is None:
                return


def tampered(cursor: str) -> str:
    """Another one, for certain: its last characters may carry no bits that count."""
    return cursor[:20] + ("B" if cursor[20] == "A" else "A") + cursor[21:]


def _codes(body: Any) -> list[str]:
    """Each case once, where a page has several lines of one."""
    return list(dict.fromkeys(item["code"] for item in body["items"]))


def _ids(body: Any) -> list[str]:
    return [item["id"] for item in body["items"]]


def _drop_case(filled: Filled, code: str) -> None:
    filled.api.office.store.cases.pop(code)


def _case(make: Callable[[WholeApi], Case], **later: float) -> Add:
    def add(filled: Filled) -> str:
        case = make(filled.api)
        filled.api.clock.advance(**later or {"minutes": 1})
        return case.code

    return add


def _escalated(filled: Filled) -> str:
    """Past due for so long that it has come to the supervisors."""
    case = filled.api.office.assigned()
    filled.api.clock.advance(days=14)
    let_time_pass(filled.api.office.desk, case.code, "test")
    return case.code


def _anywhere(api: WholeApi) -> Case:
    """By turns at the intake desk, with an agency, and with another."""
    return api.office.submit() if len(api.office.store.cases) % 3 == 0 else _with_somebody(api)


def _with_somebody(api: WholeApi) -> Case:
    if len(api.office.store.cases) % 2 == 0:
        return api.office.in_progress()
    return api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))


def _commune_report(filled: Filled) -> str:
    """Each time of another commune, of the month that is over; the last codes first."""
    communes = filled.api.office.desk.gazetteer.communes()
    code = communes[-1 - len(filled.ids)].code
    draft = make_commune_report(commune=code, month="2026-07")
    assert filled.api.commune_reports.put(draft, None, COMMUNE_REPORT_CHANGED)
    return draft.id


def _training(filled: Filled) -> str:
    """By turns of the agency and for all of them."""
    api, own = filled.api, len(filled.ids) % 2
    body = PLANNED if own else {**PLANNED, "title": "Cho mọi đơn vị"}
    token = api.token(LEADER if own else ADMINISTRATOR)
    made = api.send("POST", "/v1/admin/trainings", body, token)
    api.clock.advance(minutes=1)
    return str(made.body["id"])


def _attendance(filled: Filled) -> str:
    """Each time of another officer; the last id is shown first."""
    api, officer = filled.api, f"x{len(filled.ids):02}"
    assert filled.session == TRAINING
    assert api.attendances.put(make_attendance(officer=officer), None, TRAINING_CHANGED)
    return officer


def _difficulty(filled: Filled) -> str:
    """The newest is the first."""
    body = {"topic": "network", "text": "Thôn Nậm Kén chưa có sóng 4G."}
    token = filled.api.token(LEADER)
    made = filled.api.send("POST", "/v1/admin/difficulties", body, token)
    filled.api.clock.advance(minutes=1)
    return str(made.body["id"])


def _answer_text(filled: Filled) -> str:
    id = f"mau-{len(filled.ids):03d}"
    body = {"id": id, "title": "Đã vá", "text": "Đã vá xong ổ gà."}
    token = filled.api.token(LEADER)
    assert filled.api.send("PUT", "/v1/officer/answer-templates", body, token).status == 200
    return id


def _unmanned(api: WholeApi) -> Case:
    return api.office.take(api.office.accepted(), INTAKE, commands.Assign(NOBODYS))


def _bell(filled: Filled) -> str:
    number = f"{len(filled.ids):026d}"
    filled.api.messages.claim(
        make_message(
            recipient=CITIZEN.id,
            id=f"bell#{number}",
            channel=Channel.BELL,
            status=MessageStatus.SENT,
            next_at=None,
        )
    )
    return number


def _drop_bell(filled: Filled, number: str) -> None:
    filled.api.messages.items.pop((CITIZEN.id, f"bell#{number}"))


def _failed(filled: Filled) -> str:
    """By twos of the same instant."""
    number = len(filled.ids)
    message: Message = make_message(recipient=f"A{number}", case=f"LC-260803-0000{number}")
    filled.api.messages.claim(message)
    ended = messages.ended(
        message, NOON + timedelta(hours=number // 2), MessageStatus.FAILED, "refused"
    )
    filled.api.messages.save(ended)
    return str(message.case)


def _drop_failed(filled: Filled, code: str) -> None:
    items = filled.api.messages.items
    del items[next(key for key, message in items.items() if message.case == code)]


def _stuck(filled: Filled) -> str:
    """By twos of the same instant."""
    number = len(filled.ids)
    at = NOON + timedelta(hours=number // 2)
    case = StuckCase(f"LC-260803-0000{number}", 3, "Invalid", at, at + timedelta(minutes=4))
    filled.api.office.store.failing[case.code] = case
    return case.code


def _colleague(filled: Filled) -> str:
    number = len(filled.ids)
    put_officer(filled.api.office.directory, make_officer(f"p{number}", NOBODYS))
    return f"p{number}"


def _drop_colleague(filled: Filled, id: str) -> None:
    vars(filled.api.office.directory)["_officers"].pop(id)


def _audited(filled: Filled) -> str:
    id = f"l{len(filled.ids)}"
    line = make_audit_line(id, subject=filled.case, at=filled.api.clock.now())
    enter(make_audit_desk(filled.api.audit, filled.api.clock), [line])
    day, number = filled.api.audit.places[id]
    return f"{day}/{number}"


def _drop_audited(filled: Filled, id: str) -> None:
    day, _, number = id.partition("/")
    filled.api.audit.links.pop((date.fromisoformat(day), int(number)))


def _places(body: Any) -> list[str]:
    return [f"{line['day']}/{line['number']}" for line in body["items"]]


def _day_off(_filled: Filled, document: Any) -> Any:
    days = ("2026-08-03", "2026-08-04", "2026-08-05", "2026-08-06")
    more = [{"day": day, "kind": "off", "source": "Công văn 7"} for day in days]
    return {**document, "overrides": [*document["overrides"], *more]}


def _fewer_reminders(_filled: Filled, document: Any) -> Any:
    fewer = [one for one in document["reminders"] if one["id"] != "half"]
    return {**document, "reminders": fewer}


def _category(filled: Filled) -> str:
    """What goes another way by the edit."""
    codes = [category.code for category in filled.api.office.directory.categories()]
    return next(code for code in codes if code not in filled.ids)


def _reroute(filled: Filled, document: Any) -> Any:
    rules = [
        {
            "id": f"edited-{code}",
            "agency": "so-y-te",
            "sure": index % 2 == 0,
            "categories": [code],
            "urgencies": ["complex"],
        }
        for index, code in enumerate(filled.ids)
    ]
    return {**document, "rules": [*rules, *document["rules"]]}


def _reroute_holes(_filled: Filled, document: Any) -> Any:
    rule = {"id": "holes", "agency": "so-y-te", "sure": True, "key_words": ["ổ gà"]}
    return {**document, "rules": [rule, *document["rules"]]}


def _question(filled: Filled) -> str:
    """What is asked more by the edit."""
    return next(id for n in range(20) if (id := f"more_{n}") not in filled.ids)


def _ask_more(filled: Filled, document: Any) -> Any:
    names = {"vi": "Thêm gì", "en": "What more"}
    asked = [
        {"id": id, "name": names, "type": "text", "required": True, "choices": []}
        for id in filled.ids
    ]
    more = {"category": "conduct", "questions": asked}
    return {**document, "categories": [*document["categories"], more]}


def _inbox(name: str, queue: str, actor: Actor, add: Add) -> Listing:
    path = f"/v1/officer/inbox?queue={queue}"
    return Listing(f"inbox: {name}", path, actor, add, _drop_case, _codes)


def _hot(filled: Filled) -> str:
    """Three of one place and category, each time of another one."""
    place = (22.4856, 103.9707 + len(filled.ids) / 500)
    cases = [filled.api.office.submit(location=place) for _ in range(3)]
    filled.api.clock.advance(minutes=1)
    return min(case.code for case in cases)


def _cool(filled: Filled, code: str) -> None:
    store = filled.api.office.store
    for other in [c for c, case in store.cases.items() if case.location == _place_of(filled, code)]:
        store.cases.pop(other)


def _place_of(filled: Filled, code: str) -> Any:
    return filled.api.office.store.cases[code].location


def _followed(filled: Filled) -> str:
    code = _case(lambda api: api.office.accepted())(filled)
    filled.api.followers.follow(code, Follower(STRANGER.id, None))
    return code


def _blocked(filled: Filled) -> str:
    id = f"account-{len(filled.ids):03d}"
    filled.api.office.blocks.blocks[id] = make_block(id)
    return id


def _drawn(api: WholeApi) -> Case:
    """Every answer is."""
    change_policy(api.office, reinspections=ReinspectionPolicy(percent=100))
    return api.office.answered()


def _spots(body: Any) -> list[str]:
    return [min(spot["codes"]) for spot in body["items"]]


def _search(name: str, actor: Actor, query: str, add: Add) -> Listing:
    path = f"/v1/officer/search?{query}"
    return Listing(f"search: {name}", path, actor, add, _drop_case, _codes)


def _preview(kind: str, actor: Actor, add: Add, edit: Any) -> Listing:
    path = f"/v1/admin/{kind}?preview=true"
    return Listing(f"preview: {kind}", path, actor, add, _drop_case, _codes, edit)


def _visit(filled: Filled) -> str:
    """By twos of the same instant; another member is on the team too."""
    number = len(filled.ids)
    filled.api.people.accounts.store.put(make_account("somebody-else", "+84912345679"))
    enlist(filled.api.imports, "+84912345679")
    at = wire(NOON + timedelta(minutes=number // 2))
    entry = {**VISIT, "client_id": f"visit-{number:03d}", "at": at}
    sent = filled.api.send(
        "POST", "/v1/team/visits", {"entries": [entry]}, filled.api.token(CITIZEN)
    )
    assert sent.body["results"][0]["status"] == "counted"
    return str(entry["client_id"])


_ASSIGNED = _case(lambda api: api.office.assigned())
_SENT = _case(lambda api: api.office.submit())
_AT_RISK = _case(lambda api: api.office.assigned(), days=10)
_OVERDUE = _case(lambda api: api.office.assigned(), days=10)
_DRAWN = _case(_drawn)


CASES = Listing(
    "attention: cases",
    "/v1/officer/attention?",
    SUPERVISOR,
    _case(_unmanned, days=10),
    _drop_case,
    lambda body: [line["code"] for line in body["cases_without_officer"]],
)
STUCK = Listing(
    "attention: stuck cases",
    "/v1/officer/attention?",
    SUPERVISOR,
    _stuck,
    lambda filled, code: filled.api.office.store.failing.pop(code),
    lambda body: [line["code"] for line in body["stuck_cases"]],
)
MESSAGES = Listing(
    "attention: messages",
    "/v1/officer/attention?",
    SUPERVISOR,
    _failed,
    _drop_failed,
    lambda body: [line["case"] for line in body["failed_messages"]],
)
LISTINGS = (
    Listing(
        "my cases",
        "/v1/me/cases?",
        CITIZEN,
        _case(lambda api: api.office.submit()),
        _drop_case,
        _codes,
    ),
    Listing(
        "followed",
        "/v1/me/followed?",
        STRANGER,
        _followed,
        lambda filled, code: filled.api.followers.items.pop(code),
        _codes,
    ),
    Listing("notifications", "/v1/me/notifications?", CITIZEN, _bell, _drop_bell, _ids),
    Listing(
        "a team's visits",
        f"/v1/team/visits?day={local_date(NOON)}",
        CITIZEN,
        _visit,
        lambda filled, id: filled.api.campaign.book.visits.pop(id),
        lambda body: [item["client_id"] for item in body["items"]],
    ),
    _inbox("mine", "mine", OFFICER, _ASSIGNED),
    _inbox("the agency's", "agency", LEADER, _ASSIGNED),
    _inbox("intake", "intake", INTAKE, _case(lambda api: api.office.submit())),
    _inbox("an officer's overdue", "overdue", OFFICER, _OVERDUE),
    _inbox("an agency's overdue", "overdue", LEADER, _OVERDUE),
    _inbox("escalated to a leader", "escalated", LEADER, _OVERDUE),
    _inbox("the province's overdue", "overdue", SUPERVISOR, _escalated),
    _inbox("escalated to the supervisors", "escalated", SUPERVISOR, _escalated),
    _search("of an agency", LEADER, "", _ASSIGNED),
    _search("of the province by words", SUPERVISOR, "q=o%20ga", _SENT),
    _search("by state", INTAKE, "state=received&category=roads", _SENT),
    Listing("hot spots", "/v1/officer/hot-spots?", INTAKE, _hot, _cool, _spots),
    Listing(
        "blocks",
        "/v1/officer/blocks?",
        ADMINISTRATOR,
        _blocked,
        lambda filled, id: filled.api.office.blocks.blocks.pop(id),
        lambda body: [block["account"] for block in body["items"]],
    ),
    Listing("drawn", "/v1/officer/reinspections?", SUPERVISOR, _DRAWN, _drop_case, _codes),
    Listing("at risk", "/v1/officer/at-risk?", LEADER, _AT_RISK, _drop_case, _codes),
    CASES,
    STUCK,
    MESSAGES,
    Listing(
        "roster",
        f"/v1/officer/roster?agency={NOBODYS}",
        SUPERVISOR,
        _colleague,
        _drop_colleague,
        _ids,
    ),
    Listing(
        "accounts",
        f"/v1/admin/officers?agency={NOBODYS}",
        ADMINISTRATOR,
        _colleague,
        _drop_colleague,
        _ids,
    ),
    Listing(
        "answer texts",
        "/v1/officer/answer-templates?",
        LEADER,
        _answer_text,
        lambda filled, id: filled.api.answer_texts.remove(str(LEADER.agency), id),
        _ids,
    ),
    Listing(
        "communes' reports",
        "/v1/admin/commune-reports?state=draft",
        SUPERVISOR,
        _commune_report,
        lambda filled, id: filled.api.commune_reports.remove(id),
        _ids,
    ),
    Listing(
        "trainings",
        "/v1/admin/trainings?",
        LEADER,
        _training,
        lambda filled, id: filled.api.trainings.remove(id),
        _ids,
    ),
    Listing(
        "attendances",
        "/v1/admin/trainings/{id}/attendance?",
        ADMINISTRATOR,
        _attendance,
        lambda filled, id: filled.api.attendances.remove(attendance_id(id, TRAINING)),
        lambda body: [item["officer"] for item in body["items"]],
    ),
    Listing(
        "difficulties",
        "/v1/admin/difficulties?",
        LEADER,
        _difficulty,
        lambda filled, id: filled.api.difficulties.remove(id),
        _ids,
    ),
    Listing(
        "audit",
        "/v1/admin/audit?kind=case.read",
        ADMINISTRATOR,
        _audited,
        _drop_audited,
        _places,
    ),
    Listing(
        "a case's audit",
        "/v1/officer/cases/{code}/audit?",
        SUPERVISOR,
        _audited,
        _drop_audited,
        _places,
    ),
    _preview("calendar", ADMINISTRATOR, _case(_anywhere), _day_off),
    _preview("policies", SUPERVISOR, _case(_with_somebody), _fewer_reminders),
    Listing(
        "preview: routing-rules",
        "/v1/admin/routing-rules?preview=true",
        ADMINISTRATOR,
        _category,
        lambda filled, code: filled.ids.remove(code),
        lambda body: [line["category"] for line in body["items"]],
        _reroute,
    ),
    Listing(
        "preview: category-questions",
        "/v1/admin/category-questions?preview=true",
        ADMINISTRATOR,
        _question,
        lambda filled, id: filled.ids.remove(id),
        lambda body: [line["question"] for line in body["items"]],
        _ask_more,
    ),
    Listing(
        "preview: the last cases by routing-rules",
        "/v1/admin/routing-rules?preview=true",
        ADMINISTRATOR,
        _case(lambda api: api.office.submit()),
        _drop_case,
        lambda body: [line["code"] for line in body["cases"]],
        _reroute_holes,
    ),
)
