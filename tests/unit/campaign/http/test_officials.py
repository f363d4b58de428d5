"""Officials with an account, by agency: whichever came first, the list or the account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.campaign.application.counting import count_accounts
from chalicelib.campaign.application.officials import OfficialsBusy
from chalicelib.identity.domain.accounts import Identity, counts_otherwise
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode
from chalicelib.kernel.actors import Actor
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.list_files import list_csv
from tests.support.people import WOMAN_OF_1990, make_account
from tests.support.whole_api import WholeApi

KIND = ListKind.OFFICIALS
PEOPLE = [
    ["Sở Xây dựng", "Lù A", "0912000001", ""],
    ["Sở Xây dựng", "Lù B", "0912000002", WOMAN_OF_1990.personal_id or ""],
    ["Sở Y tế", "Lù C", "0912000003", ""],
]


def officials(api: WholeApi, actor: Actor = SUPERVISOR) -> dict[str, Any]:
    answer = api.send("GET", "/v1/reports/officials", token=api.token(actor))
    assert answer.status == 200, answer.body
    return {row["key"]: row["reached"] for row in answer.body["rows"]}


def join(api: WholeApi, id: str, phone: str, **changes: Any) -> None:
    api.people.accounts.store.put(make_account(id, phone, **changes))
    for _ in range(2):
        count_accounts(api.campaign.count_desk, [id])


def test_the_list_may_come_before_the_accounts(api: WholeApi) -> None:
    """By phone, or by personal number under another phone; others are none of theirs."""
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    api.campaign.count()
    assert officials(api) == {
        "so-xay-dung": {"n": 0, "of": 2},
        "so-y-te": {"n": 0, "of": 1},
    }
    join(api, "B1", "+84912000001")
    join(api, "B2", "+84912999999", identity=WOMAN_OF_1990)
    join(api, "B3", "+84912888888")
    assert officials(api)["so-xay-dung"] == {"n": 2, "of": 2}
    assert officials(api)["so-y-te"] == {"n": 0, "of": 1}


def test_the_accounts_may_come_before_the_list(api: WholeApi) -> None:
    """The import finds them; who is gone counts no more."""
    join(api, "B1", "+84912000001")
    join(api, "B3", "+84912000003")
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    api.campaign.count()
    assert officials(api) == {
        "so-xay-dung": {"n": 1, "of": 2},
        "so-y-te": {"n": 1, "of": 1},
    }
    api.people.accounts.store.forget("B3")
    count_accounts(api.campaign.count_desk, ["B3"])
    assert officials(api)["so-y-te"] == {"n": 0, "of": 1}


def test_who_leaves_the_list_is_no_official(api: WholeApi) -> None:
    """With the next list of the agency, which replaces."""
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    join(api, "B1", "+84912000001")
    api.campaign.count()
    fewer = list_csv(KIND, PEOPLE[1])
    checked = api.imports.start(KIND, fewer, ImportMode.CHECK, replace=True)
    api.imports.work(checked)
    api.imports.work(
        api.imports.start_upload(KIND, checked.upload_id, "again", ImportMode.GOOD_ROWS, True)
    )
    api.campaign.count()
    assert officials(api)["so-xay-dung"] == {"n": 0, "of": 1}


def test_a_count_that_broke_off_is_made_when_the_letter_comes_again(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is counted already, the agency not yet: many registered at once."""
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    api.campaign.count()
    api.people.accounts.store.put(make_account("B1", "+84912000001"))
    api.people.accounts.store.put(make_account("B3", "+84912000003"))
    with monkeypatch.context() as busy:
        busy.setattr(type(api.campaign.officials), "put", lambda *_: False)
        with pytest.raises(OfficialsBusy):
            count_accounts(api.campaign.count_desk, ["B1"])
    assert officials(api)["so-xay-dung"] == {"n": 0, "of": 2}
    count_accounts(api.campaign.count_desk, ["B1", "B3"])
    assert officials(api) == {
        "so-xay-dung": {"n": 1, "of": 2},
        "so-y-te": {"n": 1, "of": 1},
    }


def test_an_agency_reads_its_own(api: WholeApi) -> None:
    """Its leader does; an officer reads none."""
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    api.campaign.count()
    assert list(officials(api, LEADER)) == ["so-xay-dung"]
    for reader in (OFFICER, ELSEWHERE):
        answer = api.send("GET", "/v1/reports/officials", token=api.token(reader))
        assert (answer.status, answer.code) == (403, "report_not_allowed")


def test_who_is_known_by_another_number_is_found_by_that_one(api: WholeApi) -> None:
    """At once: the list that knew the old phone loses them, the one that knows the new finds them;
    a personal number that was yielded finds nobody any more."""
    api.imports.run(KIND, list_csv(KIND, *PEOPLE))
    api.campaign.count()
    join(api, "B1", "+84912000001", identity=WOMAN_OF_1990)
    assert officials(api)["so-xay-dung"] == {"n": 2, "of": 2}
    _becomes(api, "B1", phone="+84912000003")
    assert officials(api) == {
        "so-xay-dung": {"n": 1, "of": 2},
        "so-y-te": {"n": 1, "of": 1},
    }
    _becomes(api, "B1", identity=Identity())
    assert officials(api)["so-xay-dung"] == {"n": 0, "of": 2}


def _becomes(api: WholeApi, id: str, **changes: Any) -> None:
    before = api.people.accounts.find(id)
    assert before
    after = replace(before, version=before.version + 1, **changes)
    assert counts_otherwise(before, after)
    assert api.people.accounts.save(after)
    for _ in range(2):
        count_accounts(api.campaign.count_desk, [id])
