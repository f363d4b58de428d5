"""Communes' reports in the browser."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.kernel.actors import Actor, Role
from tests.support.browsing import visitor
from tests.support.cases import SUPERVISOR
from tests.support.commune_reports import (
    COMMUNE_LEADER,
    COMMUNE_OFFICER,
    COMMUNE_REPORT_CHANGED,
    OVER,
    make_commune_report,
)
from tests.support.whole_api import WholeApi
from tests.unit.runtime.pages.test_pages import HOSTILE, check_harmless

LIST = "/officer/commune-reports"
PAGE = f"{LIST}/{OVER}"
_HIDDEN = ("_token", "_once", "version")
TEXTS = {"results": "Cả 12 thôn đã có tổ.", "next_month": "Đến từng nhà."}


def test_a_report_is_written_and_confirmed_in_the_browser(api: WholeApi) -> None:
    """The officer finds the figures and the form, the leader the button."""
    officer = visitor(api, COMMUNE_OFFICER)
    page = officer.open(PAGE)
    assert "Báo cáo tháng 7/2026 của Phường Lào Cai" in page.text
    assert "Phản ánh tiếp nhận trong kỳ" in page.text
    saved = officer.submit(page, PAGE, **TEXTS)
    assert saved.goes_to == f"{PAGE}?saved=1"
    again = officer.open(saved.goes_to)
    assert "Đã lưu báo cáo." in again.text
    assert dict(again.form(PAGE).fields)["results"] == TEXTS["results"]
    assert f"{PAGE}/confirmation" not in again.html
    leader = visitor(api, COMMUNE_LEADER)
    sent = leader.submit(leader.open(PAGE), f"{PAGE}/confirmation")
    assert sent.goes_to == PAGE
    shown = leader.open(PAGE)
    assert "Đã gửi" in shown.text
    assert "<textarea" not in shown.html
    assert TEXTS["results"] in shown.text


def test_figures_are_said_as_people_read_them(api: WholeApi) -> None:
    """And one that the form got after the report was begun is a dash."""
    figures = {"received": 1_234, "on_time": (1_009, 1_010)}
    kept = make_commune_report(figures=figures)
    assert api.commune_reports.put(kept, None, COMMUNE_REPORT_CHANGED)
    shown = visitor(api, SUPERVISOR).open(PAGE).text
    assert "Phản ánh tiếp nhận trong kỳ 1.234" in shown
    assert "1.009/1.010" in shown
    assert " – " in shown
    assert "None" not in shown


def test_what_was_typed_stays_where_it_is_refused(api: WholeApi) -> None:
    """With the fault at its field; a version that was overtaken is said too."""
    officer = visitor(api, COMMUNE_OFFICER)
    page = officer.open(PAGE)
    long = "x" * 4001
    refused = officer.submit(page, PAGE, results=long, next_month="Đến từng nhà.")
    assert refused.status == 422
    form = dict(refused.form(PAGE).fields)
    assert (form["results"], form["next_month"]) == (long, "Đến từng nhà.")
    assert 'id="results-error"' in refused.html
    officer.submit(page, PAGE, **TEXTS)
    stale = officer.submit(page, PAGE, results="Khác.")
    assert stale.status in (412, 428)
    assert dict(stale.form(PAGE).fields)["results"] == "Khác."


def test_the_longest_texts_there_may_be_are_taken(api: WholeApi) -> None:
    """Browsers write nine letters for one with two marks."""
    officer = visitor(api, COMMUNE_OFFICER)
    page = officer.open(PAGE)
    names = [name for name, _ in page.form(PAGE).fields if name not in _HIDDEN]
    saved = officer.submit(page, PAGE, **dict.fromkeys(names, "ệ" * 4000))
    assert (len(names), saved.goes_to) == (4, f"{PAGE}?saved=1")


def test_what_a_colleague_saved_meanwhile_is_shown_beside_what_was_typed(api: WholeApi) -> None:
    """So that sending again takes nothing away unseen; what is alike is not said twice."""
    mine, colleague = visitor(api, COMMUNE_OFFICER), visitor(api, COMMUNE_LEADER)
    page = mine.open(PAGE)
    saved = {"results": "Chị Mẩy viết đoạn này.", "next_month": "Đến từng nhà."}
    colleague.submit(colleague.open(PAGE), PAGE, **saved)
    stale = mine.submit(page, PAGE, results="Khác.", next_month="Đến từng nhà.")
    assert dict(stale.form(PAGE).fields)["results"] == "Khác."
    assert "Nội dung đã lưu hiện nay: Chị Mẩy viết đoạn này." in stale.text
    assert stale.text.count("Nội dung đã lưu hiện nay") == 1


def test_what_was_typed_too_late_is_not_shown_as_what_was_sent(api: WholeApi) -> None:
    """The report as it went out, and below it what was typed, to be copied."""
    officer, leader = visitor(api, COMMUNE_OFFICER), visitor(api, COMMUNE_LEADER)
    officer.submit(officer.open(PAGE), PAGE, **TEXTS)
    page = officer.open(PAGE)
    leader.submit(leader.open(PAGE), f"{PAGE}/confirmation")
    late = officer.submit(page, PAGE, results="Viết muộn.")
    assert late.status in (409, 412)
    sent, _, unsaved = late.text.partition("Nội dung đang soạn, chưa được lưu")
    assert TEXTS["results"] in sent
    assert "Viết muộn." not in sent
    assert "Viết muộn." in unsaved


def test_a_confirmation_that_is_refused_says_why(api: WholeApi) -> None:
    """What is missing, on the page of the report."""
    leader = visitor(api, COMMUNE_LEADER)
    leader.submit(leader.open(PAGE), PAGE, results="Tốt.")
    refused = leader.submit(leader.open(PAGE), f"{PAGE}/confirmation")
    assert refused.status == 409
    assert "Còn mục bắt buộc chưa có nội dung" in refused.text


def test_the_centre_sends_it_back_with_a_reason(api: WholeApi) -> None:
    """Which the commune reads there, and may mend what it wrote; without one it is asked for."""
    officer, leader = visitor(api, COMMUNE_OFFICER), visitor(api, COMMUNE_LEADER)
    officer.submit(officer.open(PAGE), PAGE, **TEXTS)
    leader.submit(leader.open(PAGE), f"{PAGE}/confirmation")
    centre = visitor(api, SUPERVISOR)
    refused = centre.submit(centre.open(PAGE), f"{PAGE}/return", reason="")
    assert refused.status == 422
    assert 'id="reason-error"' in refused.html
    assert centre.submit(refused, f"{PAGE}/return", reason=HOSTILE).goes_to == PAGE
    back = officer.open(PAGE)
    check_harmless(back)
    assert "Trả lại để bổ sung" in back.text
    assert "<textarea" in back.html
    assert leader.submit(leader.open(PAGE), f"{PAGE}/confirmation").goes_to == PAGE


def test_the_centre_sees_who_has_not_sent_and_has_no_form(api: WholeApi) -> None:
    """With the month's sheet."""
    visitor(api, COMMUNE_OFFICER).submit(visitor(api, COMMUNE_OFFICER).open(PAGE), PAGE, **TEXTS)
    centre = visitor(api, SUPERVISOR)
    drafts = centre.open(f"{LIST}?state=draft")
    assert "Phường Lào Cai" in drafts.text
    assert "Xã Bát Xát" not in drafts.text
    assert "Hạn gửi: hết thứ Năm 20/08" in drafts.text
    assert "<textarea" not in centre.open(PAGE).html
    assert centre.open(f"{LIST}/sheet?period=2026-07").status == 303
    assert centre.open(f"{LIST}/sheet?period=x").status == 422


def test_others_find_no_report_and_the_own_list_alone(api: WholeApi) -> None:
    """A neighbour's does not exist for them."""
    neighbour = visitor(api, replace(COMMUNE_LEADER, agency="ubnd-02683"))
    assert neighbour.open(PAGE).status == 404
    assert "Phường Lào Cai" not in neighbour.open(LIST).text
    assert (
        "Không có xã, phường nào."
        in visitor(api, Actor(Role.OFFICER, "o1", "so-y-te")).open(LIST).text
    )


def test_what_others_wrote_is_text(api: WholeApi) -> None:
    """And nothing that a browser carries out."""
    officer = visitor(api, COMMUNE_OFFICER)
    officer.submit(officer.open(PAGE), PAGE, results=HOSTILE)
    check_harmless(visitor(api, SUPERVISOR).open(PAGE))
