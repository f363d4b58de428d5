"""Further posts in lists of officers: rows that say whose post it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.kernel.actors import Actor, Role
from tests.support.cases import LEADER
from tests.support.directory import make_officer
from tests.support.imports import ADMINISTRATOR, counts
from tests.support.list_files import list_csv
from tests.support.whole_api import WholeApi, whole_api

OFFICERS = ListKind.OFFICERS
MAY = ["Sở Xây dựng", "Lý Thị Mây", "Cán bộ xử lý", "0912345678", "ltmay@x.vn", "ltmay", "", ""]


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def post(agency: str, role: str = "Lãnh đạo", day: str = "", of: str = "ltmay") -> list[str]:
    """As people write it: the person's own row with agency and role of the post."""
    return [agency, MAY[1], role, *MAY[3:5], "", day, of]


def sent(api: WholeApi, *rows: list[str], by: Actor = ADMINISTRATOR) -> ListImport:
    return api.imports.run(OFFICERS, list_csv(OFFICERS, *rows), by=by)


def person(api: WholeApi, username: str = "ltmay") -> Officer:
    return api.office.directory.find_by_usernames([username])[username]


def posts(api: WholeApi) -> list[tuple[str, Role, bool, str]]:
    found = [api.office.directory.find_officer(id) for id in person(api).posts]
    return [(p.agency, p.role, p.active, str(p.last_day)) for p in found if p]


def faults(done: ListImport) -> list[tuple[int, str | None, str]]:
    return [(fault.line, fault.column, fault.code) for fault in done.faults]


def test_person_and_posts_come_by_one_file(api: WholeApi) -> None:
    """The post has the person's name and address and no phone; the same file again changes
    nothing, another role or day does, and each change is audited."""
    rows = [MAY, post("Sở Y tế"), post("Sở Tài chính", "Tiếp nhận", "31/12/2026")]
    assert counts(sent(api, *rows)) == (3, 3, 0, 0)
    assert posts(api) == [
        ("so-y-te", Role.LEADER, True, "None"),
        ("so-tai-chinh", Role.INTAKE, True, "2026-12-31"),
    ]
    first = person(api)
    made = api.office.directory.find_officer(first.posts[0])
    assert made
    assert (made.person, made.name, made.email, made.phone) == (
        *(first.id, "Lý Thị Mây", "ltmay@x.vn"),
        None,
    )
    before = len(api.office.directory.events)
    assert counts(sent(api, *rows)) == (3, 0, 3, 0)
    assert len(api.office.directory.events) == before
    later = post("Sở Y tế", "Cán bộ xử lý", "30/11/2026")
    assert counts(sent(api, later)) == (1, 1, 0, 0)
    assert posts(api)[0] == ("so-y-te", Role.OFFICER, True, "2026-11-30")
    assert api.office.directory.events[-1]["type"] == "officer.changed"


def test_a_post_that_a_list_gives_is_acted_in(api: WholeApi) -> None:
    """As one that was given by hand, which is the same one."""
    sent(api, MAY, post("Sở Y tế"))
    (given,) = person(api).posts
    path, token = f"/v1/admin/officers/{person(api).id}/posts", api.token(ADMINISTRATOR)
    again = api.send("POST", path, {"agency": "so-y-te", "role": "leader"}, token)
    assert (again.status, again.body["id"]) == (201, given)


def test_what_is_wrong_with_such_a_row_is_said(api: WholeApi) -> None:
    """Each by its line and column; all others come in."""
    for one in (make_officer("w1", username="giamsat", role=Role.SUPERVISOR), make_officer("w2")):
        assert api.office.directory.save_officer(one, None)
    done = sent(
        api,
        post("Sở Y tế"),
        MAY,
        post("Sở Xây dựng"),
        post("Sở Tài chính", "Giám sát"),
        post("Sở Y tế", of="giamsat"),
        post("Sở Xây dựng", of="user.w2"),
        post("Sở Y tế", of="khongco"),
        post("Sở Tài chính", day="01/01/2026"),
        post("dien-luc"),
        post("Sở Y tế", of="user.w2"),
        post("Sở Y tế", "Cán bộ xử lý", of="USER.W2"),
    )
    assert faults(done) == [
        (2, "post_of", "person_not_found"),
        (4, "agency", "post_is_first"),
        (5, "role", "post_not_combined"),
        (6, "role", "post_not_combined"),
        (7, "agency", "post_is_first"),
        (8, "post_of", "person_not_found"),
        (9, "last_day", "post_over"),
        (10, "agency", "external_agency"),
        (12, "post_of", "further_post_twice"),
    ]
    assert posts(api) == []
    assert len(person(api, "user.w2").posts) == 1


def test_no_post_is_given_to_who_has_left_nor_on_a_post(api: WholeApi) -> None:
    """A further post is nobody's first one."""
    sent(api, MAY, post("Sở Y tế"))
    made = api.office.directory.find_officer(person(api).posts[0])
    assert made
    on_post = sent(api, post("Sở Tài chính", of=made.username))
    assert faults(on_post) == [(2, "post_of", "person_not_found")]
    gone = make_officer("gone", username="dinghi", active=False)
    assert api.office.directory.save_officer(gone, None)
    assert faults(sent(api, post("Sở Y tế", of="dinghi"))) == [(2, "post_of", "person_not_found")]


def test_who_comes_back_by_the_file_has_a_post_at_once(api: WholeApi) -> None:
    """The rows above say how the person is by the time the post is written."""
    gone = make_officer("gone", username="ltmay", active=False, role=Role.SUPERVISOR)
    assert api.office.directory.save_officer(gone, None)
    assert counts(sent(api, MAY, post("Sở Y tế"))) == (2, 2, 0, 0)
    assert posts(api) == [("so-y-te", Role.LEADER, True, "None")]


def test_leaders_give_none(api: WholeApi) -> None:
    """Who it is belongs to another agency."""
    assert counts(sent(api, MAY)) == (1, 1, 0, 0)
    done = sent(api, post("Sở Xây dựng", of="user.o3"), by=LEADER)
    assert ("post_of", "post_by_administrator") in {one[1:] for one in faults(done)}
    assert person(api, "user.o3").posts == ()


def test_replace_takes_no_post_away_and_nobody_of_its_agency(api: WholeApi) -> None:
    """An agency that only a further post names keeps all its people."""
    sent(api, MAY, post("Sở Y tế"))
    data = list_csv(OFFICERS, MAY, post("Sở Tài chính"))
    checked = api.imports.run(OFFICERS, data, ImportMode.CHECK, replace=True)
    assert {agency for agency, _ in checked.leaving_people} == {"so-xay-dung"}
    api.imports.run(OFFICERS, data, replace=True)
    assert [(agency, active) for agency, _, active, _ in posts(api)] == [
        ("so-y-te", True),
        ("so-tai-chinh", True),
    ]
    kept = api.office.directory.officer("o3")
    assert kept
    assert kept.active
