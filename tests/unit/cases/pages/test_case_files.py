"""Files on the case page and in its forms, in a browser without script."""

from __future__ import annotations

import json

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.browsing import Chosen, Seen, Visitor
from tests.support.case_pages import ANSWER, INTAKE, OFFICER, STRANGER, page
from tests.support.cases import CITIZEN
from tests.support.uploads import arrive
from tests.support.whole_api import WholeApi


def with_files(api: WholeApi) -> Case:
    """A case with a photo, a film, and a photo that is still being looked at."""
    office = api.office
    names = (("photo", MediaType.JPEG, True), ("film", MediaType.MP4, False))
    came = [
        arrive(office.uploads, office.files, name, CITIZEN.id, kind, thumbnail=thumbnail)
        for name, kind, thumbnail in names
    ]
    return office.in_progress(uploads=tuple(came))


def test_photos_are_shown_in_place_and_films_are_offered(api: WholeApi) -> None:
    """By signed addresses of our own origin; large on click, which is a read of its own."""
    case = with_files(api)
    visitor = Visitor().sign_in_as(api, OFFICER)
    seen = visitor.open(page(case)).read()
    shown = [value for tag, name, value in seen.attributes if tag == "img" and name == "src"]
    assert [one for one in shown if one.startswith("/checked/")] == [
        "/checked/photo.thumbnail?image/jpeg"
    ]
    links = [value for tag, name, value in seen.attributes if tag == "a" and name == "href"]
    assert page(case, "files/photo") in links
    assert page(case, "files/film") in links
    large = visitor.open(page(case, "files/photo"))
    assert (large.status, large.goes_to) == (303, "/checked/photo?image/jpeg")


def test_photos_are_not_for_everybody(api: WholeApi) -> None:
    """Who does not see the case does not see its files either."""
    case = with_files(api)
    stranger = Visitor().sign_in_as(api, STRANGER)
    assert stranger.open(page(case, "files/photo")).status == 404


def answer_with(api: WholeApi, case: Case, *files: Chosen, text: str = ANSWER) -> Seen:
    """The answer's form with files, sent without script."""
    visitor = Visitor().sign_in_as(api, OFFICER)
    address = page(case, "propose_answer")
    fields = dict(visitor.open(address).form(address).fields) | {"text": text}
    return visitor.send_with_files(address, list(fields.items()), files)


def chosen(name: str, kind: str, content: bytes = b"\xff\xd8 a photo") -> Chosen:
    return ("evidence_sent", name, kind, content)


def test_files_go_with_an_answer_without_script(api: WholeApi) -> None:
    """One form brings text and files; the leader finds both."""
    case = api.office.in_progress()
    seen = answer_with(
        api, case, chosen("sau.jpg", "image/jpeg"), chosen("b.pdf", "application/pdf")
    )
    assert seen.goes_to == f"{page(case)}?done=propose_answer"
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert [one.kind for one in proposal.evidence] == ["image/jpeg", "application/pdf"]
    assert set(api.office.files.incoming.values()) == {b"\xff\xd8 a photo"}


def test_a_form_with_files_that_is_sent_twice_leads_on_twice(api: WholeApi) -> None:
    """It is carried out once, and not called refused: each time its files are other uploads."""
    case = api.office.in_progress()
    visitor, address = Visitor().sign_in_as(api, OFFICER), page(case, "propose_answer")
    fields = dict(visitor.open(address).form(address).fields) | {"text": f"{ANSWER}\r\n"}
    photo = chosen("sau.jpg", "image/jpeg")
    led = [visitor.send_with_files(address, [*fields.items()], [photo]).goes_to for _ in range(2)]
    assert led == [f"{page(case)}?done=propose_answer"] * 2
    told = [entry.action for entry in api.office.find(case).timeline]
    assert told.count(Action.PROPOSE_ANSWER) == 1
    other = [*(fields | {"text": f"{ANSWER} Và dọn sạch."}).items()]
    assert visitor.send_with_files(address, other, [photo]).status == 422


def test_a_file_that_is_not_taken_is_said_at_its_field(api: WholeApi) -> None:
    """What is of another type stays out; what was taken stays, and so does the text."""
    case = api.office.in_progress()
    page_ = "text/html"
    seen = answer_with(api, case, chosen("sau.jpg", "image/jpeg"), chosen("x.html", page_))
    assert seen.status == 422
    assert "Chưa gửi được: còn 1 chỗ cần sửa" in seen.text
    assert "x.html:" in seen.text
    assert ANSWER in seen.html
    assert api.office.find(case).proposal is None
    form = seen.form(page(case, "propose_answer"))
    (kept,) = [value for name, value in form.fields if name == "evidence"]
    assert "sau.jpg" in seen.text
    visitor = Visitor().sign_in_as(api, OFFICER)
    again = visitor.send_with_files(page(case, "propose_answer"), form.fields, ())
    assert again.goes_to.endswith("?done=propose_answer")
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert [one.id for one in proposal.evidence] == [kept]


def test_a_signed_result_is_recorded_with_its_document(api: WholeApi) -> None:
    """Number, day and file of the document; without the file the form says so at its field."""
    case = api.office.in_progress()
    visitor, address = Visitor().sign_in_as(api, INTAKE), page(case, "record_answer")
    fields = dict(visitor.open(address).form(address).fields)
    assert fields["on_behalf_of"] == "so-xay-dung"
    fields |= {"document.number": "12/TB-SXD", "document.date": "2026-08-03", "text": ANSWER}
    refused = visitor.send_with_files(address, list(fields.items()), ())
    assert refused.status == 422
    assert 'href="#evidence"' in refused.html
    file = chosen("12.pdf", "application/pdf")
    done = visitor.send_with_files(address, list(fields.items()), [file])
    assert done.goes_to == f"{page(case)}?done=record_answer"
    assert api.office.find(case).state is State.ANSWERED


def test_a_script_is_told_where_to_put_a_file(api: WholeApi) -> None:
    """Below our own origin; or, in words, why it is not taken."""
    visitor = Visitor().sign_in_as(api, OFFICER)
    case = api.office.in_progress()
    token = dict(
        visitor.open(page(case, "propose_answer")).form(page(case, "propose_answer")).fields
    )
    measured = {"content_type": "image/jpeg", "size": "2048", "sha256": "ab" * 32}
    told = visitor.send("/officer/uploads", {"_token": token["_token"], **measured})
    assert told.status == 201
    answer = json.loads(told.html)
    assert answer["url"].startswith(f"/incoming/{answer['upload_id']}?")
    big = {**measured, "size": str(10 * 1024 * 1024 + 1)}
    refused = visitor.send("/officer/uploads", {"_token": token["_token"], **big})
    assert refused.status == 422
    assert "quá" in json.loads(refused.html)["message"]
