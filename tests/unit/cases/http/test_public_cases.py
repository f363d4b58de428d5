"""Public cases over HTTP: what anybody reads, and what their reporters say to that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.cases.domain import commands
from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support.api import Answer
from tests.support.cases import CITIZEN, INTAKE, OFFICER, STRANGER
from tests.support.clock import NOW
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi, whole_api

PHOTOS = ("01J00000000000000000000001", "01J00000000000000000000002")
TEXT = "Tôi là Giàng Thị Mẩy, số 0912345678: ổ gà sâu trước cổng trường."


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as whole:
        for id in PHOTOS:
            photo = replace(make_upload(id, CITIZEN.id), verdict=ExaminationResult(NOW))
            whole.office.uploads.add(photo)
        yield whole


def read(api: WholeApi, code: str, **headers: str) -> Answer:
    return api.send("GET", f"/v1/public/cases/{code}", **headers)


def set_visibility(api: WholeApi, code: str, **body: object) -> Answer:
    return api.send("POST", f"/v1/cases/{code}/visibility", body, api.token(CITIZEN))


def test_anybody_reads_the_public_form(api: WholeApi) -> None:
    """And nothing that leads to a person: no id, no exact place or time, no name, no number."""
    case = api.office.answered(
        description=TEXT, location=(22.485612, 103.970744), address="12 Hoàng Liên", uploads=PHOTOS
    )
    answer = read(api, case.code)
    assert answer.status == 200
    assert set(answer.body) == {
        *("code", "state", "category", "description", "location", "commune", "agency"),
        *("photos", "submitted_at", "answer", "comments", "followers", "disputes"),
    }
    assert answer.body["description"].startswith("Tôi là [tên], số [số điện thoại]:")
    assert answer.body["location"] == {"lat": 22.486, "lon": 103.971}
    assert answer.body["photos"] == [{"number": n, "thumbnail": False} for n in (1, 2)]
    assert answer.body["submitted_at"][17:19] == "00"
    said = json.dumps(answer.body, ensure_ascii=False)
    secrets = ("account-1", "Mẩy", "0912345678", "Hoàng Liên", "22.4856", *PHOTOS, "o1", "l1")
    assert [secret for secret in secrets if secret in said] == []


def test_it_is_kept_by_its_tag(api: WholeApi) -> None:
    """Whoever has it gets 304, until something changes."""
    case = api.office.accepted()
    tag = read(api, case.code).headers["ETag"]
    assert read(api, case.code, If_None_Match=tag).status == 304
    api.office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert read(api, case.code, If_None_Match=tag).status == 200


def test_a_comment_is_public_if_the_case_is(api: WholeApi) -> None:
    """Without persons and what is unsure, to the minute; a note never, nor a question."""
    case = api.office.assigned(description=TEXT)
    said = ("Chị Mẩy và Trần Văn Nam cho biết: thứ Năm vá ổ gà, số 0912345678.", "Đã có vật tư.")
    for text in said:
        case = api.office.take(case, OFFICER, commands.Comment(text))
        api.clock.advance(hours=1)
    case = api.office.take(case, OFFICER, commands.Note("Nhà thầu chậm."))
    case = api.office.take(case, OFFICER, commands.RequestInfo("Nhà bà ở đâu?"))
    assert read(api, case.code).body["comments"] == [
        {
            "at": "2026-08-03T08:05:00+07:00",
            "text": "Chị [tên] và […] cho biết: thứ Năm vá ổ gà, số [số điện thoại].",
        },
        {"at": "2026-08-03T09:05:00+07:00", "text": "Đã có vật tư."},
    ]
    set_visibility(api, case.code, visibility="private")
    assert read(api, case.code).status == 404


def test_an_answer_that_is_not_approved_is_not_told(api: WholeApi) -> None:
    """Not even that there is one."""
    case = api.office.pending_approval()
    body = read(api, case.code).body
    assert (body["state"], body["answer"]) == ("in_progress", None)


@pytest.mark.parametrize("made", ["submit", "accepted"])
def test_what_is_not_public_is_not_there(api: WholeApi, made: str) -> None:
    """A new case, and a private one, like a code that nobody ever had."""
    changes = {} if made == "submit" else {"visibility": "private"}
    case = getattr(api.office, made)(**changes)
    never = read(api, "LC-260803-ZZZZZ")
    assert (never.status, never.code) == (404, "case_not_found")
    assert read(api, case.code).body == never.body
    assert read(api, "x" * 5000).status == 404


def test_a_photo_is_fetched_by_its_number(api: WholeApi) -> None:
    """And is gone as soon as the reporter hides it, with the others keeping their numbers."""
    case = api.office.answered(uploads=PHOTOS)
    path = f"/v1/public/cases/{case.code}/photos/"
    assert api.send("GET", path + "1").status == 303
    hidden = set_visibility(api, case.code, hidden_photos=[PHOTOS[0]])
    assert hidden.status == 200
    assert api.send("GET", path + "1").code == "photo_not_found"
    assert api.send("GET", path + "2").status == 303
    assert read(api, case.code).body["photos"] == [{"number": 2, "thumbnail": False}]
    for number in ("0", "3", "-1", "x", "１"):
        assert api.send("GET", path + number).code == "photo_not_found"


def test_a_photo_stays_hidden_that_the_other_side_has_hidden(api: WholeApi) -> None:
    """The desk hides a stranger's face, the reporter a door: neither shows what the other
    has hidden, whatever list is sent."""
    case = api.office.accepted(uploads=PHOTOS)
    of_desk, of_reporter = PHOTOS
    path = f"/v1/officer/cases/{case.code}/transitions"

    def publish(*hidden: str) -> None:
        body = {"action": "publish", "hidden_photos": list(hidden)}
        version = f'"{api.office.find(case).version}"'
        sent = api.send("POST", path, body, api.token(INTAKE), If_Match=version)
        assert sent.status == 200

    def shown() -> list[int]:
        return [one["number"] for one in read(api, case.code).body["photos"]]

    publish(of_desk)
    assert set_visibility(api, case.code, hidden_photos=[]).status == 200
    assert shown() == [2]
    assert set_visibility(api, case.code, hidden_photos=[of_desk, of_reporter]).status == 200
    publish()
    assert shown() == [1]
    publish(of_desk, of_reporter)
    assert set_visibility(api, case.code, hidden_photos=[]).status == 200
    assert shown() == [2]
    publish()
    assert shown() == [1, 2]


def test_the_reporter_sees_what_strangers_would_read(api: WholeApi) -> None:
    """Before the case is taken in, while it waits, and when it is private."""
    case = api.office.submit(description=TEXT)

    def preview() -> dict[str, object]:
        path = f"/v1/cases/{case.code}/publication"
        return api.send("GET", path, token=api.token(CITIZEN)).body

    assert preview()["state"] == "not_yet"
    assert preview()["form"]["description"].startswith("Tôi là [tên]")  # type: ignore[index]
    set_visibility(api, case.code, visibility="private")
    assert preview()["state"] == "private"
    path = f"/v1/cases/{case.code}/publication"
    assert api.send("GET", path, token=api.token(STRANGER)).code == "case_not_found"


def test_private_until_answered(api: WholeApi) -> None:
    """Then others may have read it, and it stays."""
    case = api.office.answered()
    refused = set_visibility(api, case.code, visibility="private")
    assert (refused.status, refused.code) == (409, "already_answered")
    assert read(api, case.code).status == 200


def test_the_desk_looks_at_what_is_in_doubt(api: WholeApi) -> None:
    """The case page of the intake desk names the passages; publishing lets anybody read it."""
    case = api.office.assigned(description="Nhà Nguyễn Văn B đổ rác ra đường liên tục.")
    path = f"/v1/officer/cases/{case.code}"
    page = api.send("GET", path, token=api.token(INTAKE)).body["publication"]
    assert (page["state"], page["doubts"]) == ("waiting", ["Nguyễn Văn B"])
    assert api.send("GET", path, token=api.token(OFFICER)).body["publication"] is None
    assert read(api, case.code).status == 404
    body = {"action": "publish", "text": "Có hộ dân đổ rác ra đường liên tục."}
    version = {"If_Match": f'"{case.version}"'}
    sent = api.send("POST", f"{path}/transitions", body, api.token(INTAKE), **version)
    assert (sent.status, sent.body["publication"]["state"]) == (200, "published")
    assert read(api, case.code).body["description"] == body["text"]


def test_a_photo_that_nobody_examined_is_not_shown(api: WholeApi) -> None:
    """Its positions may be in it still."""
    case = api.office.accepted(uploads=PHOTOS[:1])
    records = api.office.uploads.uploads
    records[PHOTOS[0]] = replace(records[PHOTOS[0]], verdict=None)
    assert read(api, case.code).body["photos"] == []
    path = f"/v1/public/cases/{case.code}/photos/1"
    assert api.send("GET", path).code == "not_checked"
