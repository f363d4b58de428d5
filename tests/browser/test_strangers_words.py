"""Words of strangers with markup in them, in every field that a page shows: they stand there as
they were written, and nothing of them runs. Part of `make browser`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.worktime.domain.limits import Limit
from tests.browser.tabs import Tab
from tests.browser.test_office_pages import ADMINISTRATOR, HOSTILE, LEADER, OFFICER, SUPERVISOR
from tests.support.cases import CITIZEN, INTAKE, change_policy
from tests.support.difficulties import DIFFICULTY, put_difficulty
from tests.support.whole_api import WholeApi

pytestmark = pytest.mark.skipif(os.environ.get("BROWSER") != "whole", reason="part of make browser")
NewTab = Callable[..., Tab]
HOSTILE_IN_ONE_LINE = " ".join(HOSTILE.split())


def hostile_cases(api: WholeApi) -> Mapping[str, str]:
    """Their codes, and how often such words stand on the page of each."""
    office = api.office
    texts = {"description": HOSTILE, "address": HOSTILE[:100]}
    change_policy(office, reinspections=ReinspectionPolicy(percent=100))
    working = office.in_progress(**texts)
    office.take(working, OFFICER, commands.Note(f"ghi chú {HOSTILE}"))
    working = office.take(office.find(working), OFFICER, commands.Comment(f"lời nhắn {HOSTILE}"))
    working = office.take(working, OFFICER, commands.RequestInfo(f"câu hỏi {HOSTILE}"))
    working = office.take(working, CITIZEN, commands.Supplement(f"bổ sung {HOSTILE}"))
    extension = commands.RequestExtension(Limit(2, "days"), f"gia hạn {HOSTILE}")
    working = office.take(working, OFFICER, extension)
    proposed = office.take(
        office.in_progress(**texts), OFFICER, commands.ProposeAnswer(f"dự thảo {HOSTILE}")
    )
    sent_back = office.take(proposed, LEADER, commands.SendBack(f"sửa lại {HOSTILE}"))
    answered = office.take(
        office.in_progress(**texts), OFFICER, commands.ProposeAnswer(f"trả lời {HOSTILE}")
    )
    answered = office.take(answered, LEADER, commands.Approve())
    office.take(answered, SUPERVISOR, Reinspect(False, f"đã đến {HOSTILE}"))
    return {"working": working.code, "sent_back": sent_back.code, "answered": answered.code}


def test_every_word_of_a_stranger_is_shown_as_it_was_written(
    api: WholeApi, new_tab: NewTab
) -> None:
    """Of citizens, of colleagues, and in an address that somebody was sent; also the name of
    whoever is signed in."""
    made = hostile_cases(api)
    put_difficulty(api.difficulties, text=HOSTILE)
    asked = quote(HOSTILE)
    shown = {
        f"/officer/cases/{made['working']}": (
            OFFICER,
            ("ghi chú", "lời nhắn", "câu hỏi", "bổ sung", "gia hạn"),
        ),
        f"/officer/cases/{made['working']}/decide_extension": (LEADER, ("",)),
        f"/officer/cases/{made['working']}/print": (OFFICER, ("",)),
        f"/officer/cases/{made['sent_back']}": (OFFICER, ("sửa lại",)),
        f"/officer/cases/{made['answered']}": (SUPERVISOR, ("trả lời", "đã đến")),
        "/officer/inbox": (OFFICER, ("",)),
        f"/officer/inbox?q={asked}": (OFFICER, ()),
        f"/officer/search?q={asked}": (OFFICER, ()),
        "/officer/search?state=in_progress": (INTAKE, ("",)),
        f"/officer/intake/new?entered={asked}": (INTAKE, ()),
        "/officer/reinspections": (SUPERVISOR, ()),
        "/officer/difficulties": (SUPERVISOR, ("",)),
        f"/officer/difficulties/{DIFFICULTY}": (SUPERVISOR, ("",)),
        f"/officer/people?agency={asked}": (ADMINISTRATOR, ()),
        f"/dashboard?agency={asked}&figure={asked}": (SUPERVISOR, ()),
        f"/officer/sign-in?next={asked}": (None, ()),
    }
    wrong: list[str] = []
    for address, (actor, words) in shown.items():
        tab = new_tab(script=True, width=320)
        if actor:
            tab.sign_in_as(api, actor, HOSTILE[:80])
        tab.go(address)
        text = " ".join(tab.page.inner_text("body").split())
        start = HOSTILE_IN_ONE_LINE[:30]
        wrong += [f"{address}: no {one}" for one in words if f"{one} {start}".strip() not in text]
        if tab.page.locator("main img[src=x], header img[src=x]").count():
            wrong.append(f"{address}: an image of a stranger's")
        wrong += [f"{address}: {one}" for one in tab.complaints]
    assert wrong == []
