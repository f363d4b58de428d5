"""What lists are filled with, what goes from them, and what their pages show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from chalicelib.audit.application.entering import enter
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.application.ports import StuckCase
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.instants import wire
from chalicelib.messages.domain import messages
from chalicelib.messages.domain.messages import Channel, Message, MessageStatus
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.worktime.domain.limits import Limit
from tests.support.audit import make_audit_desk, make_audit_line
from tests.support.blocks import make_block
from tests.support.campaign import enlist
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    STRANGER,
    change_policy,
)
from tests.support.commune_reports import COMMUNE_REPORT_CHANGED, make_commune_report
from tests.support.directory import make_officer, put_officer
from tests.support.good_bodies import TRAINING as PLANNED
from tests.support.good_bodies import VISIT
from tests.support.listing import ADMINISTRATOR, NOBODYS, Add, Filled, Listing
from tests.support.messages import NOON, make_message
from tests.support.organisations import make_organisation, put_organisation
from tests.support.people import make_account
from tests.support.trainings import (
    TRAINING,
    TRAINING_CHANGED,
    make_attendance,
)
from tests.support.whole_api import WholeApi


def codes(body: Any) -> list[str]:
    """Each case once, where a page has several lines of one."""
    return list(dict.fromkeys(item["code"] for item in body["items"]))


def ids(body: Any) -> list[str]:
    return [item["id"] for item in body["items"]]


def drop_case(filled: Filled, code: str) -> None:
    filled.api.office.store.cases.pop(code)


def case(make: Callable[[WholeApi], Case], **later: float) -> Add:
    def add(filled: Filled) -> str:
        case = make(filled.api)
        filled.api.clock.advance(**later or {"minutes": 1})
        return case.code

    return add


def escalated(filled: Filled) -> str:
    """Past due for so long that it has come to the supervisors."""
    case = filled.api.office.assigned()
    filled.api.clock.advance(days=14)
    let_time_pass(filled.api.office.desk, case.code, "test")
    return case.code


def anywhere(api: WholeApi) -> Case:
    """By turns at the intake desk, with an agency, and with another."""
    return api.office.submit() if len(api.office.store.cases) % 3 == 0 else with_somebody(api)


def with_somebody(api: WholeApi) -> Case:
    if len(api.office.store.cases) % 2 == 0:
        return api.office.in_progress()
    return api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))


def commune_report(filled: Filled) -> str:
    """Each time of another commune, of the month that is over; the last codes first."""
    communes = filled.api.office.desk.gazetteer.communes()
    code = communes[-1 - len(filled.ids)].code
    draft = make_commune_report(commune=code, month="2026-07")
    assert filled.api.commune_reports.put(draft, None, COMMUNE_REPORT_CHANGED)
    return draft.id


def training(filled: Filled) -> str:
    """By turns of the agency and for all of them."""
    api, own = filled.api, len(filled.ids) % 2
    body = PLANNED if own else {**PLANNED, "title": "Cho mọi đơn vị"}
    token = api.token(LEADER if own else ADMINISTRATOR)
    made = api.send("POST", "/v1/admin/trainings", body, token)
    api.clock.advance(minutes=1)
    return str(made.body["id"])


def attendance(filled: Filled) -> str:
    """Each time of another officer; the last id is shown first."""
    api, officer = filled.api, f"x{len(filled.ids):02}"
    assert filled.session == TRAINING
    assert api.attendances.put(make_attendance(officer=officer), None, TRAINING_CHANGED)
    return officer


def difficulty(filled: Filled) -> str:
    """The newest is the first."""
    body = {"topic": "network", "text": "Thôn Nậm Kén chưa có sóng 4G."}
    token = filled.api.token(LEADER)
    made = filled.api.send("POST", "/v1/admin/difficulties", body, token)
    filled.api.clock.advance(minutes=1)
    return str(made.body["id"])


def answer_text(filled: Filled) -> str:
    id = f"mau-{len(filled.ids):03d}"
    body = {"id": id, "title": "Đã vá", "text": "Đã vá xong ổ gà."}
    token = filled.api.token(LEADER)
    assert filled.api.send("PUT", "/v1/officer/answer-templates", body, token).status == 200
    return id


def unmanned(api: WholeApi) -> Case:
    return api.office.take(api.office.accepted(), INTAKE, commands.Assign(NOBODYS))


def bell(filled: Filled) -> str:
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


def drop_bell(filled: Filled, number: str) -> None:
    filled.api.messages.items.pop((CITIZEN.id, f"bell#{number}"))


def failed(filled: Filled) -> str:
    """By twos of the same instant."""
    number = len(filled.ids)
    message: Message = make_message(recipient=f"A{number}", case=f"LC-260803-0000{number}")
    filled.api.messages.claim(message)
    ended = messages.ended(
        message, NOON + timedelta(hours=number // 2), MessageStatus.FAILED, "refused"
    )
    filled.api.messages.save(ended)
    return str(message.case)


def drop_failed(filled: Filled, code: str) -> None:
    items = filled.api.messages.items
    del items[next(key for key, message in items.items() if message.case == code)]


def stuck(filled: Filled) -> str:
    """By twos of the same instant."""
    number = len(filled.ids)
    at = NOON + timedelta(hours=number // 2)
    case = StuckCase(f"LC-260803-0000{number}", 3, "Invalid", at, at + timedelta(minutes=4))
    filled.api.office.store.failing[case.code] = case
    return case.code


def colleague(filled: Filled) -> str:
    number = len(filled.ids)
    put_officer(filled.api.office.directory, make_officer(f"p{number}", NOBODYS))
    return f"p{number}"


def drop_colleague(filled: Filled, id: str) -> None:
    vars(filled.api.office.directory)["_officers"].pop(id)


def audited(filled: Filled) -> str:
    id = f"l{len(filled.ids)}"
    line = make_audit_line(id, subject=filled.case, at=filled.api.clock.now())
    enter(make_audit_desk(filled.api.audit, filled.api.clock), [line])
    day, number = filled.api.audit.places[id]
    return f"{day}/{number}"


def drop_audited(filled: Filled, id: str) -> None:
    day, _, number = id.partition("/")
    filled.api.audit.links.pop((date.fromisoformat(day), int(number)))


def places(body: Any) -> list[str]:
    return [f"{line['day']}/{line['number']}" for line in body["items"]]


def day_off(_filled: Filled, document: Any) -> Any:
    days = ("2026-08-03", "2026-08-04", "2026-08-05", "2026-08-06")
    more = [{"day": day, "kind": "off", "source": "Công văn 7"} for day in days]
    return {**document, "overrides": [*document["overrides"], *more]}


def fewer_reminders(_filled: Filled, document: Any) -> Any:
    fewer = [one for one in document["reminders"] if one["id"] != "half"]
    return {**document, "reminders": fewer}


def category(filled: Filled) -> str:
    """What goes another way by the edit."""
    codes = [category.code for category in filled.api.office.directory.categories()]
    return next(code for code in codes if code not in filled.ids)


def reroute(filled: Filled, document: Any) -> Any:
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


def reroute_holes(_filled: Filled, document: Any) -> Any:
    rule = {"id": "holes", "agency": "so-y-te", "sure": True, "key_words": ["ổ gà"]}
    return {**document, "rules": [rule, *document["rules"]]}


def insult_holes(_filled: Filled, document: Any) -> Any:
    return {**document, "words": [*document["words"], "ổ gà"]}


def question(filled: Filled) -> str:
    """What is asked more by the edit."""
    return next(id for n in range(20) if (id := f"more_{n}") not in filled.ids)


def ask_more(filled: Filled, document: Any) -> Any:
    names = {"vi": "Thêm gì", "en": "What more"}
    asked = [
        {"id": id, "name": names, "type": "text", "required": True, "choices": []}
        for id in filled.ids
    ]
    more = {"category": "conduct", "questions": asked}
    return {**document, "categories": [*document["categories"], more]}


def report_text(filled: Filled) -> str:
    """What communes write more by the edit."""
    return next(id for n in range(20) if (id := f"more_{n:02}") not in filled.ids)


def report_more(filled: Filled, document: Any) -> Any:
    reports, names = document["reports"], {"vi": "Thêm gì", "en": "What more"}
    more = [{"id": id, "name": names, "required": False} for id in filled.ids]
    form = {**reports["form"], "texts": [*reports["form"]["texts"], *more]}
    return {**document, "reports": {**reports, "form": form}}


def inbox(name: str, queue: str, actor: Actor, add: Add) -> Listing:
    path = f"/v1/officer/inbox?queue={queue}"
    return Listing(f"inbox: {name}", path, actor, add, drop_case, codes)


def hot(filled: Filled) -> str:
    """Three of one place and category, each time of another one."""
    place = (22.4856, 103.9707 + len(filled.ids) / 500)
    cases = [filled.api.office.submit(location=place) for _ in range(3)]
    filled.api.clock.advance(minutes=1)
    return min(case.code for case in cases)


def cool(filled: Filled, code: str) -> None:
    store = filled.api.office.store
    for other in [c for c, case in store.cases.items() if case.location == place_of(filled, code)]:
        store.cases.pop(other)


def place_of(filled: Filled, code: str) -> Any:
    return filled.api.office.store.cases[code].location


def followed(filled: Filled) -> str:
    code = case(lambda api: api.office.accepted())(filled)
    filled.api.followers.follow(code, Follower(STRANGER.id, None))
    return code


def organisation(filled: Filled) -> str:
    id = f"53001002{len(filled.ids):02d}"
    return put_organisation(filled.api.organisations, make_organisation(id))


def blocked(filled: Filled) -> str:
    id = f"account-{len(filled.ids):03d}"
    filled.api.office.blocks.blocks[id] = make_block(id)
    return id


def drawn(api: WholeApi) -> Case:
    """Every answer is."""
    change_policy(api.office, reinspections=ReinspectionPolicy(percent=100))
    return api.office.answered()


def spots(body: Any) -> list[str]:
    return [min(spot["codes"]) for spot in body["items"]]


def search(name: str, actor: Actor, query: str, add: Add) -> Listing:
    path = f"/v1/officer/search?{query}"
    return Listing(f"search: {name}", path, actor, add, drop_case, codes)


def preview(kind: str, actor: Actor, add: Add, edit: Any) -> Listing:
    path = f"/v1/admin/{kind}?preview=true"
    return Listing(f"preview: {kind}", path, actor, add, drop_case, codes, edit)


def visit(filled: Filled) -> str:
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


MORE_TIME = commands.RequestExtension(Limit(1, "days"), "Chờ vật tư.")
ASSIGNED = case(lambda api: api.office.assigned())
SENT = case(lambda api: api.office.submit())
AT_RISK = case(lambda api: api.office.assigned(), days=10)
OVERDUE = case(lambda api: api.office.assigned(), days=10)
EXTENSION = case(lambda api: api.office.take(api.office.in_progress(), OFFICER, MORE_TIME))
DRAWN = case(drawn)
