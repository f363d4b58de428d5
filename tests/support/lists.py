"""Every list that the API serves: how to fill it, take from it, and read it page by page."""

from __future__ import annotations

from chalicelib.kernel.instants import local_date
from chalicelib.trainings.domain.trainings import attendance_id
from tests.support import list_contents as contents
from tests.support.cases import (
    CITIZEN,
    INTAKE,
    LEADER,
    OFFICER,
    STRANGER,
    SUPERVISOR,
)
from tests.support.listing import ADMINISTRATOR, NOBODYS, Listing
from tests.support.messages import NOON
from tests.support.trainings import (
    TRAINING,
)

CASES = Listing(
    "attention: cases",
    "/v1/officer/attention?",
    SUPERVISOR,
    contents.case(contents.unmanned, days=10),
    contents.drop_case,
    lambda body: [line["code"] for line in body["cases_without_officer"]],
)
STUCK = Listing(
    "attention: stuck cases",
    "/v1/officer/attention?",
    SUPERVISOR,
    contents.stuck,
    lambda filled, code: filled.api.office.store.failing.pop(code),
    lambda body: [line["code"] for line in body["stuck_cases"]],
)
MESSAGES = Listing(
    "attention: messages",
    "/v1/officer/attention?",
    SUPERVISOR,
    contents.failed,
    contents.drop_failed,
    lambda body: [line["case"] for line in body["failed_messages"]],
)
LISTINGS = (
    Listing(
        "my cases",
        "/v1/me/cases?",
        CITIZEN,
        contents.case(lambda api: api.office.submit()),
        contents.drop_case,
        contents.codes,
    ),
    Listing(
        "followed",
        "/v1/me/followed?",
        STRANGER,
        contents.followed,
        lambda filled, code: filled.api.followers.items.pop(code),
        contents.codes,
    ),
    Listing(
        "notifications",
        "/v1/me/notifications?",
        CITIZEN,
        contents.bell,
        contents.drop_bell,
        contents.ids,
    ),
    Listing(
        "a team's visits",
        f"/v1/team/visits?day={local_date(NOON)}",
        CITIZEN,
        contents.visit,
        lambda filled, id: filled.api.campaign.book.visits.pop(id),
        lambda body: [item["client_id"] for item in body["items"]],
    ),
    contents.inbox("mine", "mine", OFFICER, contents.ASSIGNED),
    contents.inbox("the agency's", "agency", LEADER, contents.ASSIGNED),
    contents.inbox("intake", "intake", INTAKE, contents.case(lambda api: api.office.submit())),
    contents.inbox("an officer's overdue", "overdue", OFFICER, contents.OVERDUE),
    contents.inbox("an agency's overdue", "overdue", LEADER, contents.OVERDUE),
    contents.inbox("escalated to a leader", "escalated", LEADER, contents.OVERDUE),
    contents.inbox("the province's overdue", "overdue", SUPERVISOR, contents.escalated),
    contents.inbox("escalated to the supervisors", "escalated", SUPERVISOR, contents.escalated),
    contents.inbox("extensions of an agency", "extensions", LEADER, contents.EXTENSION),
    contents.inbox("the province's extensions", "extensions", SUPERVISOR, contents.EXTENSION),
    contents.search("of an agency", LEADER, "", contents.ASSIGNED),
    contents.search("of the province by words", SUPERVISOR, "q=o%20ga", contents.SENT),
    contents.search("by state", INTAKE, "state=received&category=roads", contents.SENT),
    Listing(
        "hot spots", "/v1/officer/hot-spots?", INTAKE, contents.hot, contents.cool, contents.spots
    ),
    Listing(
        "blocks",
        "/v1/officer/blocks?",
        ADMINISTRATOR,
        contents.blocked,
        lambda filled, id: filled.api.office.blocks.blocks.pop(id),
        lambda body: [block["account"] for block in body["items"]],
    ),
    Listing(
        "drawn",
        "/v1/officer/reinspections?",
        SUPERVISOR,
        contents.DRAWN,
        contents.drop_case,
        contents.codes,
    ),
    Listing(
        "at risk",
        "/v1/officer/at-risk?",
        LEADER,
        contents.AT_RISK,
        contents.drop_case,
        contents.codes,
    ),
    CASES,
    STUCK,
    MESSAGES,
    Listing(
        "roster",
        f"/v1/officer/roster?agency={NOBODYS}",
        SUPERVISOR,
        contents.colleague,
        contents.drop_colleague,
        contents.ids,
    ),
    Listing(
        "accounts",
        f"/v1/admin/officers?agency={NOBODYS}",
        ADMINISTRATOR,
        contents.colleague,
        contents.drop_colleague,
        contents.ids,
    ),
    Listing(
        "answer texts",
        "/v1/officer/answer-templates?",
        LEADER,
        contents.answer_text,
        lambda filled, id: filled.api.answer_texts.remove(str(LEADER.agency), id),
        contents.ids,
    ),
    Listing(
        "communes' reports",
        "/v1/admin/commune-reports?state=draft",
        SUPERVISOR,
        contents.commune_report,
        lambda filled, id: filled.api.commune_reports.remove(id),
        contents.ids,
    ),
    Listing(
        "trainings",
        "/v1/admin/trainings?",
        LEADER,
        contents.training,
        lambda filled, id: filled.api.trainings.remove(id),
        contents.ids,
    ),
    Listing(
        "attendances",
        "/v1/admin/trainings/{id}/attendance?",
        ADMINISTRATOR,
        contents.attendance,
        lambda filled, id: filled.api.attendances.remove(attendance_id(id, TRAINING)),
        lambda body: [item["officer"] for item in body["items"]],
    ),
    Listing(
        "difficulties",
        "/v1/admin/difficulties?",
        LEADER,
        contents.difficulty,
        lambda filled, id: filled.api.difficulties.remove(id),
        contents.ids,
    ),
    Listing(
        "audit",
        "/v1/admin/audit?kind=case.read",
        ADMINISTRATOR,
        contents.audited,
        contents.drop_audited,
        contents.places,
    ),
    Listing(
        "a case's audit",
        "/v1/officer/cases/{code}/audit?",
        SUPERVISOR,
        contents.audited,
        contents.drop_audited,
        contents.places,
    ),
    contents.preview("calendar", ADMINISTRATOR, contents.case(contents.anywhere), contents.day_off),
    contents.preview(
        "policies", SUPERVISOR, contents.case(contents.with_somebody), contents.fewer_reminders
    ),
    Listing(
        "preview: routing-rules",
        "/v1/admin/routing-rules?preview=true",
        ADMINISTRATOR,
        contents.category,
        lambda filled, code: filled.ids.remove(code),
        lambda body: [line["category"] for line in body["items"]],
        contents.reroute,
    ),
    Listing(
        "preview: category-questions",
        "/v1/admin/category-questions?preview=true",
        ADMINISTRATOR,
        contents.question,
        lambda filled, id: filled.ids.remove(id),
        lambda body: [line["question"] for line in body["items"]],
        contents.ask_more,
    ),
    contents.preview(
        "abuse-words",
        ADMINISTRATOR,
        contents.case(lambda api: api.office.submit()),
        contents.insult_holes,
    ),
    Listing(
        "preview: the last cases by routing-rules",
        "/v1/admin/routing-rules?preview=true",
        ADMINISTRATOR,
        contents.case(lambda api: api.office.submit()),
        contents.drop_case,
        lambda body: [line["code"] for line in body["cases"]],
        contents.reroute_holes,
    ),
)
