"""Lists over HTTP: sent, checked, imported, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.services import use
from tests.support.cases import LEADER
from tests.support.directory import make_officer
from tests.support.imports import ADMINISTRATOR
from tests.support.limits import FakeLimiter
from tests.support.list_files import eligible, list_csv
from tests.support.whole_api import WholeApi, whole_api

KIND = ListKind.ELIGIBLE_CITIZENS
FORM = {"content_type": "text/csv", "size": 2048, "sha256": "b5" * 32}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def start(api: WholeApi, data: bytes, actor: Actor = ADMINISTRATOR, **changes: Any) -> Any:
    upload = api.imports.files.send(data, actor.id)
    body = {"kind": KIND.value, "upload_id": upload, "mode": "check", **changes}
    return api.send("POST", "/v1/admin/imports", body, api.token(actor))


def read(api: WholeApi, id: str, actor: Actor = ADMINISTRATOR, **headers: str) -> Any:
    return api.send("GET", f"/v1/admin/imports/{id}", token=api.token(actor), **headers)


def test_a_form_is_given_out_and_again_for_the_same_request(api: WholeApi) -> None:
    """A file of a gigabyte gets none."""
    headers = {"Idempotency_Key": "form-1"}
    token = api.token(ADMINISTRATOR)
    first = api.send("POST", "/v1/admin/uploads", FORM, token, **headers)
    assert first.status == 201
    assert first.body["fields"]["owner"] == ADMINISTRATOR.id
    assert api.send("POST", "/v1/admin/uploads", FORM, token, **headers).body == first.body
    large = api.send("POST", "/v1/admin/uploads", {**FORM, "size": 2**30}, token)
    assert (large.status, large.faults) == (422, [("/size", "too_large")])


def test_forms_for_lists_are_counted_with_the_days_files() -> None:
    """Who has got hold of a leader's account fills no bucket; a repeated request counts once."""
    with whole_api() as api:
        api.imports.desk = replace(api.imports.desk, limiter=FakeLimiter())
        api.office.edit(Rules.POLICIES, usage_limits={"officer_uploads_per_day": 2})
        use(api.services())
        sent = ("POST", "/v1/admin/uploads", FORM)
        ask = partial(api.send, *sent, api.token(LEADER))
        given = [ask(Idempotency_Key=key).status for key in ("a", "a", "b", "c")]
        assert given == [201, 201, 201, 429]
        refused = ask()
        assert (refused.code, refused.body["limit"]) == ("too_many_uploads", 2)
        assert refused.body["again_at"] == "2026-08-04T00:00:00+07:00"
        assert api.send(*sent, api.token(ADMINISTRATOR)).status == 201


def test_an_import_is_taken_and_its_progress_read(api: WholeApi) -> None:
    """202 at once; then its numbers, and the first faults in the reader's language."""
    people = [*eligible(2), ["Xã Không Có", "Tổ 1", "X", "010190000009", ""]]
    taken = start(api, list_csv(KIND, *people))
    assert (taken.status, taken.body["state"]) == (202, "waiting")
    (imported,) = api.imports.records.records.values()
    api.imports.work(imported)
    told = read(api, imported.id).body
    assert (told["state"], told["progress"]) == ("done", {"done": 3, "of": 3})
    assert [told[name] for name in ("rows", "good", "unchanged", "bad")] == [3, 2, 0, 1]
    (fault,) = told["errors"]
    assert (fault["line"], fault["column"], fault["code"]) == (4, "commune", "unknown_commune")
    assert "xã, phường" in fault["message"]
    english = read(api, imported.id, Accept_Language="en").body["errors"][0]["message"]
    assert english.startswith("There is no such commune")
    sheet = api.send(
        "GET", f"/v1/admin/imports/{imported.id}/errors", token=api.token(ADMINISTRATOR)
    )
    assert (sheet.status, sheet.headers["Location"][:23]) == (303, "https://bucket.example/")


def test_all_faults_are_counted_and_a_hundred_shown(api: WholeApi) -> None:
    """The sheet has them all."""
    people = [[*row[:3], "12", ""] for row in eligible(130)]
    imported = api.imports.run(KIND, list_csv(KIND, *people))
    told = read(api, imported.id).body
    assert (len(told["errors"]), told["errors_omitted"], told["bad"]) == (100, 30, 130)


def test_a_refused_file_says_why(api: WholeApi) -> None:
    """As a fault of line 0."""
    imported = api.imports.run(KIND, b"%PDF-1.7")
    told = read(api, imported.id).body
    assert told["state"] == "refused"
    assert [(f["line"], f["column"], f["code"]) for f in told["errors"]] == [
        (0, None, "not_a_table")
    ]


def test_while_a_list_is_worked_off_the_next_one_waits(api: WholeApi) -> None:
    """And without a check before, nobody is replaced."""
    start(api, list_csv(KIND, *eligible(1)))
    busy = start(api, list_csv(KIND, *eligible(2)))
    assert (busy.status, busy.code) == (409, "import_running")
    unseen = start(
        api, list_csv(ListKind.TEAM_MEMBERS), kind="team_members", mode="good_rows", replace=True
    )
    assert (unseen.status, unseen.code) == (409, "leaving_not_shown")


def test_a_leader_sends_lists_of_people_and_not_of_agencies(api: WholeApi) -> None:
    """Another's upload is none of theirs, another's import is not there."""
    answer = start(api, b"x", LEADER, kind="agencies")
    assert (answer.status, answer.code) == (403, "not_yours_to_change")
    upload = api.imports.files.send(b"x", ADMINISTRATOR.id)
    body = {"kind": "officials", "upload_id": upload, "mode": "check"}
    foreign = api.send("POST", "/v1/admin/imports", body, api.token(LEADER))
    assert (foreign.status, foreign.faults) == (422, [("/upload_id", "unknown_upload")])
    imported = api.imports.run(KIND, list_csv(KIND, *eligible(1)))
    assert read(api, imported.id, LEADER).code == "import_not_found"
    assert read(api, imported.id, Actor(Role.OFFICER, "o1", "so-xay-dung")).status == 403


def test_who_would_go_is_named(api: WholeApi) -> None:
    """Of officers, before anything is written, and the first hundred of many; a leader reads those
    of their own agency."""
    kind, row = ListKind.OFFICERS, ["Sở Xây dựng", "Lý Mây", "Cán bộ", "0987000001", "o1@x.vn"]
    data = list_csv(kind, [*row, "", ""])
    imported = api.imports.run(kind, data, ImportMode.CHECK, replace=True)
    told = read(api, imported.id).body
    going = [(one["id"], one["username"], one["agency"]) for one in told["leaving_people"]]
    assert going == [(id, f"user.{id}", "so-xay-dung") for id in ("l1", "o1", "o2")]
    assert told["leaving_people"][1]["name"] == api.office.directory.officer("o1").name
    assert (told["leaving"], told["leaving_omitted"]) == (3, 0)
    for n in range(110):
        assert api.office.directory.save_officer(make_officer(f"many{n:03d}"), None)
    many = read(api, api.imports.run(kind, data, ImportMode.CHECK, replace=True).id).body
    assert (len(many["leaving_people"]), many["leaving"], many["leaving_omitted"]) == (100, 113, 13)
    stored = api.imports.records.records[imported.id]
    both = (*stored.leaving_people, ("so-y-te", "o3"))
    mine = replace(stored, leaving=4, leaving_people=both, agency=LEADER.agency)
    api.imports.records.records[imported.id] = mine
    seen = read(api, imported.id, LEADER).body
    assert [one["id"] for one in seen["leaving_people"]] == ["l1", "o1", "o2"]
    assert seen["leaving_omitted"] == 1
    plain = read(api, api.imports.run(KIND, list_csv(KIND, *eligible(1)), replace=False).id).body
    assert (plain["leaving_people"], plain["leaving_omitted"]) == ([], 0)


@pytest.mark.parametrize("kind", ListKind)
def test_every_list_has_a_template(api: WholeApi, kind: ListKind) -> None:
    """To be had by a signed address; there is none of another list."""
    path = "/v1/admin/import-templates/"
    answer = api.send("GET", path + kind.value, token=api.token(LEADER))
    assert answer.status == 303
    assert len(api.imports.files.sheets) == 1
    assert api.send("GET", path + "people", token=api.token(LEADER)).code == "no_such_list"
