"""The officers' main job in a real browser: what axe says, what the browser complains of, and the
story from a received case to its answer. `make browser` asks for more widths."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.workflow import State
from chalicelib.cases.pages.action_fields import FIELDS
from chalicelib.kernel.actors import Actor, Role
from chalicelib.page_routes import PAGES as ALL_ROUTES
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.uploads.domain.uploads import MediaType
from chalicelib.worktime.domain.limits import Limit
from tests.browser.tabs import Tab
from tests.support.actors import central
from tests.support.cases import CITIZEN, change_policy
from tests.support.commune_reports import COMMUNE_OFFICER, OVER
from tests.support.difficulties import DIFFICULTY, put_difficulty
from tests.support.imports import with_a_bad_row
from tests.support.organisations import (
    NUMBER,
    OTHER_NUMBER,
    make_confirmed,
    make_organisation,
    put_organisation,
)
from tests.support.trainings import TRAINING, put_training
from tests.support.uploads import arrive
from tests.support.whole_api import WholeApi
from tests.unit.figures.pages.test_dashboard import count

OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
LEADER = Actor(Role.LEADER, "l1", "so-xay-dung")
INTAKE = central(Role.INTAKE, "i1")
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
SUPERVISOR = central(Role.SUPERVISOR, "s1")
HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script> đường ngập"
PLACE = (22.4856, 103.9707)
MORE_TIME = commands.RequestExtension(Limit(2, "days"), "Chờ vật tư.")
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."
_WHOLE = os.environ.get("BROWSER") == "whole"
SIZES = (
    [(width, script) for width in (320, 768, 1280) for script in (True, False)]
    if _WHOLE
    else [(1280, True), (320, True), (320, False)]
)
NewTab = Callable[..., Tab]
PAGES: dict[str, tuple[Actor | None, str]] = {
    "sign-in": (None, "/officer/sign-in"),
    "inbox": (OFFICER, "/officer/inbox"),
    "inbox-intake": (INTAKE, "/officer/inbox"),
    "inbox-supervisor": (SUPERVISOR, "/officer/inbox?queue=escalated"),
    "inbox-empty": (LEADER, "/officer/inbox?queue=mine&q=nothing"),
    "case-received": (INTAKE, "/officer/cases/{received}?similar=1"),
    "case-working": (OFFICER, "/officer/cases/{working}"),
    "case-photos": (OFFICER, "/officer/cases/{photos}"),
    "case-approval": (LEADER, "/officer/cases/{approval}"),
    "case-not-mine": (Actor(Role.OFFICER, "o7", "so-y-te"), "/officer/cases/{working}"),
    "accept": (INTAKE, "/officer/cases/{received}/accept"),
    "reject": (INTAKE, "/officer/cases/{received}/reject"),
    "propose-answer": (OFFICER, "/officer/cases/{working}/propose_answer"),
    "request-extension": (OFFICER, "/officer/cases/{working}/request_extension"),
    "rules-calendar": (ADMINISTRATOR, "/officer/rules/calendar"),
    "rules-routing-edit": (ADMINISTRATOR, "/officer/rules/routing-rules/edit"),
    "absences": (LEADER, "/officer/absences"),
    "intake": (INTAKE, "/officer/intake/new"),
    "intake-entered": (INTAKE, "/officer/intake/new?entered={received}"),
    "redirect": (INTAKE, "/officer/cases/{received}/redirect?where=denunciation"),
    "attention": (SUPERVISOR, "/officer/attention"),
    "reinspections": (SUPERVISOR, "/officer/reinspections"),
    "publish": (INTAKE, "/officer/cases/{working}/publish"),
    "publish-photos": (INTAKE, "/officer/cases/{photos}/publish"),
    "refer": (OFFICER, "/officer/cases/{working}/refer"),
    "search": (INTAKE, "/officer/search?state=in_progress"),
    "launch": (None, "/launch"),
    "inbox-extensions": (LEADER, "/officer/inbox?queue=extensions"),
    "reinspection": (SUPERVISOR, "/officer/reinspections/{drawn}"),
    "case-inspected": (SUPERVISOR, "/officer/cases/{inspected}"),
    "rules": (ADMINISTRATOR, "/officer/rules"),
    "rules-policies": (ADMINISTRATOR, "/officer/rules/policies"),
    "rules-policies-edit": (ADMINISTRATOR, "/officer/rules/policies/edit"),
    "rules-questions-edit": (ADMINISTRATOR, "/officer/rules/category-questions/edit"),
    "rules-roll-out-edit": (ADMINISTRATOR, "/officer/rules/roll-out/edit"),
    "campaign-targets": (ADMINISTRATOR, "/officer/campaign/targets"),
    "rules-abuse-edit": (ADMINISTRATOR, "/officer/rules/abuse-words/edit"),
    "record-answer": (INTAKE, "/officer/cases/{working}/record_answer"),
    "absence": (LEADER, "/officer/absences/o1"),
    "print": (OFFICER, "/officer/cases/{photos}/print"),
    "dashboard": (SUPERVISOR, "/dashboard"),
    "dashboard-leader": (LEADER, "/dashboard?figure=satisfaction"),
    "people": (ADMINISTRATOR, "/officer/people"),
    "account": (OFFICER, "/officer/account"),
    "imports": (ADMINISTRATOR, "/officer/imports"),
    "import": (LEADER, "/officer/imports/{import}"),
    "difficulties": (SUPERVISOR, "/officer/difficulties"),
    "difficulty": (SUPERVISOR, f"/officer/difficulties/{DIFFICULTY}"),
    "organisations": (INTAKE, "/officer/organisations"),
    "organisations-confirmed": (ADMINISTRATOR, "/officer/organisations?state=confirmed"),
    "organisation": (INTAKE, f"/officer/organisations/{NUMBER}"),
    "organisation-confirmed": (ADMINISTRATOR, f"/officer/organisations/{OTHER_NUMBER}"),
    "trainings": (LEADER, "/officer/trainings"),
    "training": (LEADER, f"/officer/trainings/{TRAINING}"),
    "commune-reports": (SUPERVISOR, "/officer/commune-reports"),
    "commune-report": (COMMUNE_OFFICER, f"/officer/commune-reports/{OVER}"),
    "targets": (ADMINISTRATOR, "/officer/campaign/targets"),
    "not-found": (OFFICER, "/officer/cases/LC-260803-00000"),
}
OF_SHORT_RUNS = ("inbox", "case-working", "case-photos", "propose-answer", "intake", "launch")
"""One of each kind of page; `make browser` looks at all of them."""
LOOKED_AT = PAGES if _WHOLE else OF_SHORT_RUNS


LOOKED_AT_ELSEWHERE = {
    "/": "leads to the inbox",
    "/officer/sign-in/code": "test_ways_of_working.py signs in",
    "/officer/account/contact": "leads to the account where no code is asked for",
    "/officer/imports/{id}/errors": "leads to a file",
    "/officer/import-templates/{kind}": "leads to a file",
    "/officer/inbox/sheet": "leads to a file",
    "/officer/commune-reports/sheet": "leads to a file",
    "/officer/difficulties/sheet": "leads to a file",
    "/officer/organisations/{id}/evidence/{number}": "leads to a file",
    "/dashboard/sheet": "leads to a file",
    "/officer/cases/{code}/print/docx": "leads to a file",
    "/officer/cases/{code}/files/{id}": "leads to a file",
    "/officer/approvals": "leads to the inbox",
    "/officer/find": "leads to a case or the search",
    "/officer/next": "leads to a case",
    **dict.fromkeys(
        (
            *("/officer/campaign", "/team", "/team/sign-in", "/team/register"),
            *("/team/sign-in/code", "/team/state", "/team/shell", "/team/worker.js"),
        ),
        "test_campaign_pages.py",
    ),
}


def test_every_page_is_looked_at() -> None:
    """By an address that leads to it, or for a reason."""
    routes = (route.split(" ") for routes in ALL_ROUTES.values() for route in routes)
    paths = {path for method, path in routes if method == "GET"}
    seen = {_page_of(address.partition("?")[0], paths) for _, address in PAGES.values()}
    assert paths - seen == set(LOOKED_AT_ELSEWHERE)


def _page_of(address: str, paths: set[str]) -> str:
    """The page that an address leads to: fixed parts come before gaps."""
    parts = address.split("/")
    fitting = [
        path
        for path in paths
        if len(path.split("/")) == len(parts)
        and all(a == b or a[:1] == "{" for a, b in zip(path.split("/"), parts, strict=True))
    ]
    return min(fitting, key=lambda path: path.count("{"))


def cases(api: WholeApi) -> dict[str, str]:
    """Cases in the states that the pages want, one of them late, one with markup in its words."""
    office = api.office
    office.assigned()
    waiting = office.assigned()
    office.take(waiting, OFFICER, commands.RequestInfo("Chỗ nào ạ?"))
    office.clock.advance(days=4)
    photos = [arrive(office.uploads, office.files, one, CITIZEN.id) for one in ("p1", "p2", "p3")]
    extension = office.take(office.in_progress(), OFFICER, MORE_TIME)
    film = arrive(office.uploads, office.files, "f1", CITIZEN.id, MediaType.MP4, thumbnail=False)
    working = office.in_progress(description=HOSTILE)
    change_policy(office, reinspections=ReinspectionPolicy(percent=100))
    inspected = office.take(office.answered(), SUPERVISOR, Reinspect(True, "Đã đến: vá phẳng."))
    put_difficulty(api.difficulties)
    put_training(api.trainings)
    put_organisation(api.organisations, make_organisation(name=HOSTILE))
    put_organisation(api.organisations, make_confirmed(OTHER_NUMBER))
    count(api)
    return {
        "import": with_a_bad_row(api.imports),
        "drawn": office.answered(description=HOSTILE).code,
        "inspected": inspected.code,
        "photos": office.in_progress(uploads=(*photos, film), location=PLACE).code,
        "waiting": waiting.code,
        "extension": extension.code,
        "received": office.submit(description=HOSTILE).code,
        "working": working.code,
        "approval": office.pending_approval().code,
    }


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_is_sound(api: WholeApi, new_tab: NewTab, name: str) -> None:
    """No violation, no complaint, nothing from elsewhere, no scrolling sideways: wide and narrow,
    with script and without."""
    (actor, address), made = PAGES[name], cases(api)
    wrong: list[str] = []
    for width, script in SIZES:
        tab = new_tab(script=script, width=width)
        if actor:
            tab.sign_in_as(api, actor)
        wrong += tab.go(address.format(**made)).look(name)
    assert wrong == []


@pytest.mark.skipif(not _WHOLE, reason="make browser looks at it")
def test_every_form_of_an_action_is_sound(api: WholeApi, new_tab: NewTab) -> None:
    """Each that a case offers to somebody, once, narrow and by script."""
    made, wrong, seen = cases(api), list[str](), set[str]()
    for actor in (INTAKE, OFFICER, LEADER, SUPERVISOR):
        tab = new_tab(script=True, width=320).sign_in_as(api, actor)
        for name in ("received", "working", "approval", "inspected", "waiting", "extension"):
            case = f"/officer/cases/{made[name]}"
            links = tab.go(case).page.locator(f'main a[href^="{case}/"]').all()
            actions = [str(link.get_attribute("href")).rpartition("/")[2] for link in links]
            for action in actions:
                if action in FIELDS and action not in seen:
                    seen.add(action)
                    wrong += tab.go(f"{case}/{action}").look(f"form-{action}")
    assert wrong == []
    assert len(seen) > 15


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_received_case_becomes_an_answer(api: WholeApi, new_tab: NewTab, script: bool) -> None:
    """The desk accepts and assigns, the officer starts and answers, the leader approves; what is
    too short is said at the field, and Back leads back."""
    case = api.office.submit()
    desk = new_tab(script=script, width=1280).sign_in_as(api, INTAKE).go("/officer/inbox")
    desk.page.get_by_role("link", name=case.code).click()
    desk.page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    desk.press("Tiếp nhận phản ánh")
    assert desk.says("Đã tiếp nhận.")
    desk.page.get_by_role("button", name="Giao xử lý", exact=True).click()
    desk.page.get_by_label("Đơn vị chủ trì").select_option("so-xay-dung")
    desk.press("Giao xử lý")
    assert desk.says("Đã giao xử lý.")
    officer = new_tab(script=script, width=320).sign_in_as(api, OFFICER)
    officer.go(f"/officer/cases/{case.code}")
    officer.press("Bắt đầu xử lý")
    officer.page.get_by_role("button", name="Soạn trả lời", exact=True).click()
    officer.page.get_by_label("Nội dung trả lời").fill("Xong.")
    officer.press("Gửi lãnh đạo duyệt")
    assert officer.says("Chưa gửi được: còn 1 chỗ cần sửa")
    officer.page.get_by_label("Nội dung trả lời").fill(ANSWER)
    officer.press("Gửi lãnh đạo duyệt")
    assert officer.says("Đã gửi lãnh đạo duyệt.")
    leader = new_tab(script=script, width=1280).sign_in_as(api, LEADER)
    leader.go(f"/officer/cases/{case.code}")
    assert leader.says(ANSWER)
    leader.press("Duyệt và gửi người dân")
    assert leader.says("câu trả lời đã gửi người dân")
    leader.page.go_back()
    assert leader.says("Người dân viết")
    assert api.office.find(case).state is State.ANSWERED
    assert [*desk.complaints, *officer.complaints, *leader.complaints] == []


def test_two_who_have_a_case_open_see_each_other(api: WholeApi, new_tab: NewTab) -> None:
    """Without doing anything for it; without script the page says nothing of it."""
    case = api.office.in_progress()
    address = f"/officer/cases/{case.code}"
    officer = new_tab(script=True, width=1280).sign_in_as(api, OFFICER).go(address)
    officer.page.wait_for_selector("#viewers[data-app-part]", state="attached")
    leader = new_tab(script=True, width=320).sign_in_as(api, LEADER).go(address)
    leader.page.get_by_text("Đang cùng mở phản ánh này").wait_for()
    assert leader.look("case-viewers") == []
    plain = new_tab(script=False, width=320).sign_in_as(api, LEADER).go(address)
    assert "Đang cùng mở phản ánh này" not in plain.page.inner_text("body")


def test_a_photo_opens_large_and_the_keyboard_leads_on(api: WholeApi, new_tab: NewTab) -> None:
    """In place by script; arrows go on, Escape goes back to the photo that was last seen."""
    case = cases(api)["photos"]
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    tab.go(f"/officer/cases/{case}")
    tab.page.get_by_role("link", name="Ảnh 1 trong 3").click()
    large = tab.page.get_by_role("dialog")
    expect(large).to_be_visible()
    wide = "document.querySelector('dialog img').naturalWidth"
    tab.page.wait_for_function(f"{wide} === 640")
    tab.page.keyboard.press("ArrowRight")
    expect(large).to_have_attribute("aria-label", "Ảnh 2 trong 3: mở ảnh lớn")
    assert tab.look("case-photo-large") == []
    tab.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    tab.page.wait_for_function("document.activeElement.href?.endsWith('/files/p2')")


def test_evidence_goes_ahead_of_the_answer(api: WholeApi, new_tab: NewTab) -> None:
    """Files are sent while the answer is still being written; what is no picture is refused at
    once; the draft outlives a reload and ends with the answer."""
    case = api.office.in_progress()
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    tab.go(f"/officer/cases/{case.code}/propose_answer")
    files = tab.page.get_by_label("Tệp minh chứng")
    photo = {"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 photo"}
    text = {"name": "ghi-chu.txt", "mimeType": "text/plain", "buffer": b"text"}
    files.set_input_files([photo, text])
    tab.page.get_by_text("sau.jpg: Đã tải lên").or_(
        tab.page.get_by_text("ghi-chu.txt: Chỉ nhận ảnh")
    ).first.wait_for()
    tab.page.locator(".app-files [name=evidence]").wait_for(state="attached")
    assert tab.says("Chỉ nhận ảnh JPEG, PNG")
    assert tab.look("propose-answer-files") == []
    tab.page.get_by_role("button", name="Bỏ: ghi-chu.txt").click()
    tab.page.get_by_label("Nội dung trả lời").fill(ANSWER)
    tab.page.get_by_text("Nháp tự lưu lúc").wait_for()
    tab.page.reload()
    expect(tab.page.get_by_label("Nội dung trả lời")).to_have_value(ANSWER)
    files.set_input_files([photo])
    tab.press("Gửi lãnh đạo duyệt")
    tab.page.get_by_text("Đã gửi lãnh đạo duyệt.").wait_for()
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert len(proposal.evidence) == 1
    tab.page.wait_for_function("sessionStorage.length === 0")
    assert tab.complaints == []


def test_evidence_goes_with_the_answer_where_there_is_no_script(
    api: WholeApi, new_tab: NewTab
) -> None:
    """As a plain form with files."""
    case = api.office.in_progress()
    tab = new_tab(script=False, width=320).sign_in_as(api, OFFICER)
    tab.go(f"/officer/cases/{case.code}/propose_answer")
    tab.page.get_by_label("Nội dung trả lời").fill(ANSWER)
    photo = {"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 photo"}
    tab.page.get_by_label("Tệp minh chứng").set_input_files([photo])
    tab.press("Gửi lãnh đạo duyệt")
    assert tab.says("Đã gửi lãnh đạo duyệt.")
    proposal = api.office.find(case).proposal
    assert proposal is not None
    assert len(proposal.evidence) == 1


def test_the_map_moves_when_it_is_asked_to(api: WholeApi, new_tab: NewTab) -> None:
    """The drawing gives way to a map with our own boundaries; nobody else is asked for anything."""
    case = cases(api)["photos"]
    tab = new_tab(script=True, width=1280).sign_in_as(api, OFFICER)
    tab.go(f"/officer/cases/{case}")
    tab.press("Phóng to, di chuyển bản đồ")
    tab.page.locator("path.app-place__here").first.wait_for(state="attached")
    tab.page.get_by_role("button", name="Thu nhỏ").click()
    assert tab.look("case-map") == []
