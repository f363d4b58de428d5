"""Targets in the browser: lines as they come from a sheet."""

from __future__ import annotations

import pytest

from chalicelib.kernel.actors import Actor
from tests.support.browsing import visitor
from tests.support.cases import LEADER, OFFICER, SUPERVISOR
from tests.support.imports import ADMINISTRATOR
from tests.support.whole_api import WholeApi

PAGE = "/officer/campaign/targets"
LINES = (
    "02647 2026-08-30 8080\n02647;lào  cai;15/8/2026;4.000\n\n02683\tXã Bát Xát\t2026-08-30\t900"
)


def kept(api: WholeApi) -> dict[str, dict[str, int]]:
    targets = api.campaign.counts.targets.find()
    return {
        one.commune: {f"{day}": n for day, n in sorted(one.days.items())}
        for one in targets.communes
    }


def test_an_administrator_sets_them_as_lines(api: WholeApi) -> None:
    """From the board to the page and back; whoever watches sees them, without the form."""
    mine = visitor(api, ADMINISTRATOR)
    assert f'href="{PAGE}"' in mine.open("/officer/campaign").html
    assert "Ví dụ: 02647 Phường Lào Cai 2026-08-30 8080." in mine.open(PAGE).text
    sent = mine.submit(mine.open(PAGE), PAGE, lines=LINES)
    assert sent.goes_to == f"{PAGE}?saved=1", sent.text
    assert kept(api) == {
        "02647": {"2026-08-15": 4000, "2026-08-30": 8080},
        "02683": {"2026-08-30": 900},
    }
    again = mine.open(sent.goes_to)
    assert dict(again.form(PAGE).fields)["lines"].splitlines() == [
        "02647 Phường Lào Cai 2026-08-15 4000",
        "02647 Phường Lào Cai 2026-08-30 8080",
        "02683 Xã Bát Xát 2026-08-30 900",
    ]
    assert "97 xã, phường chưa có mục tiêu" in again.text
    watching = visitor(api, SUPERVISOR).open(PAGE)
    assert "Phường Lào Cai 02647 thứ Bảy 15/08: 4.000 ; Chủ nhật 30/08: 8.080" in watching.text
    assert "<textarea" not in watching.html


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("02647 2026-08-30 8080\nPhường Lào Cai 9", "Dòng 2 không đúng dạng."),
        ("99999 2026-08-30 1", "99999: "),
        ("02647 2026-08-30 10\n02647 2026-08-31 9", "02647 Phường Lào Cai: "),
        ("02647 2026-02-30 10", "02647 Phường Lào Cai: "),
        ("02647 2026-08-30 10\n02647 30/08/2026 11", "02647 Phường Lào Cai: "),
        ("02647 Xã Bảo Thắng 2026-08-30 9", "Dòng 1: mã 02647 là Phường Lào Cai."),
        ("02647Lào Cai 2026-08-30 9", "Dòng 1 không đúng dạng."),
        (f"02647 2026-08-30 {'9' * 5_000}", "Dòng 1 không đúng dạng."),
        (f"02647{' ' * 50_000}x", "Dòng 1 không đúng dạng."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set(api: WholeApi, lines: str, told: str) -> None:
    """By its line or its commune; what was typed stays."""
    mine = visitor(api, ADMINISTRATOR)
    refused = mine.submit(mine.open(PAGE), PAGE, lines=lines)
    assert refused.status == 422
    assert told in refused.text
    assert dict(refused.form(PAGE).fields)["lines"].splitlines() == lines.splitlines()
    assert kept(api) == {}


def test_targets_may_be_sent_twice(api: WholeApi) -> None:
    """Their answer got lost: the second time leads on as the first did."""
    mine = visitor(api, ADMINISTRATOR)
    begun = mine.open(PAGE)
    led = [mine.submit(begun, PAGE, lines=LINES).goes_to for _ in range(2)]
    assert led == [f"{PAGE}?saved=1"] * 2


def test_what_another_set_meanwhile_is_shown_first(api: WholeApi) -> None:
    """Sent again it takes its place."""
    mine, other = visitor(api, ADMINISTRATOR), visitor(api, ADMINISTRATOR)
    begun = mine.open(PAGE)
    other.submit(other.open(PAGE), PAGE, lines="02683 2026-08-30 900")
    stale = mine.submit(begun, PAGE, lines="02647 2026-08-30 8080")
    assert stale.status == 412
    assert "900" in stale.text
    assert mine.submit(stale, PAGE).goes_to == f"{PAGE}?saved=1"
    assert kept(api) == {"02647": {"2026-08-30": 8080}}


@pytest.mark.parametrize("reader", [OFFICER, LEADER], ids=lambda one: one.role.value)
def test_others_have_no_such_page(api: WholeApi, reader: Actor) -> None:
    """Nor may they send it."""
    assert visitor(api, reader).open(PAGE).status in (403, 404)
