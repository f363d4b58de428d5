"""A list comes in through the deployed stack: form, bucket, stream, queue, worker, and back."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from chalicelib.audit.application.verifying import AuditReading
from chalicelib.imports.application.ports import ListEntries
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.runtime.services import Services
from localstack.demo.client import Client, send_form
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until
from operations import import_list
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.actors import central
from tests.support.audited import OPERATED
from tests.support.list_files import ROWS, eligible, list_csv, list_xlsx

ADMINISTRATOR = central(Role.ADMINISTRATOR, "cb001")
KIND = ListKind.ELIGIBLE_CITIZENS
_PATIENCE = 120
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def product(stack: RunningStack, place: LocalPlace) -> Services:
    """The services of the deployed stack's functions."""
    assert stack
    return local_stack(place).adopt()


@pytest.fixture(scope="module")
def client(stack: RunningStack, product: Services) -> Client:
    return client_of(stack, product, ADMINISTRATOR)


def client_of(stack: RunningStack, product: Services, actor: Actor) -> Client:
    now = product.get(Clock).now()
    token = product.get(Tokens).issue_access(Bearer(actor, "no-session"), now)
    return Client(stack.api_url, token.token)


def send(client: Client, data: bytes, content_type: str) -> str:
    """By the presigned form; the upload's id."""
    said = {"content_type": content_type, "size": len(data)}
    form = client.post(
        "/admin/uploads", {**said, "sha256": hashlib.sha256(data).hexdigest()}
    ).json()
    answer = send_form(form["url"], form["fields"], data, content_type)
    assert answer.status in (200, 201, 204), answer.body
    return str(form["upload_id"])


def imported(client: Client, upload: str, kind: ListKind = KIND, **said: Any) -> dict[str, Any]:
    """Until its end."""
    body = {"kind": kind.value, "upload_id": upload, "mode": "good_rows", **said}
    begun = client.post("/admin/imports", body).json()

    def ended() -> dict[str, Any] | None:
        told: dict[str, Any] = client.get(f"/admin/imports/{begun['id']}").json()
        return told if told["state"] in ("done", "refused") else None

    return until(ended, "the end of the import", _PATIENCE)


def test_a_workbook_with_a_bad_line_comes_in_and_goes_back(
    client: Client, product: Services
) -> None:
    """The good rows are on the list; the sheet of the others can be had and comes in mended."""
    listed = product.get(ListEntries)
    before = len(list(listed.of(KIND, "02647")))
    people: list[list[Any]] = [*eligible(3)]
    people[1] = [*people[1][:3], "=A1", ""]
    told = imported(client, send(client, list_xlsx(KIND, *people), _XLSX))
    assert [told[name] for name in ("state", "rows", "good", "bad")] == ["done", 3, 2, 1]
    assert [(one["line"], one["code"]) for one in told["errors"]] == [(3, "formula")]
    sheet = client.get(f"/admin/imports/{told['id']}/errors")
    with urlopen(sheet.headers["location"]) as answer:
        assert answer.read(2) == b"PK"
    assert len(list(listed.of(KIND, "02647"))) == before + 2
    again = imported(client, send(client, list_xlsx(KIND, *eligible(3)), _XLSX))
    assert [again[name] for name in ("good", "unchanged", "bad")] == [1, 2, 0]


def test_officers_of_a_list_are_in_the_roster(client: Client) -> None:
    """Found by everybody within a minute."""
    rows = list_csv(ListKind.OFFICERS, ROWS[ListKind.OFFICERS])
    told = imported(client, send(client, rows, "text/csv"), ListKind.OFFICERS)
    assert (told["state"], told["good"], told["errors"]) == ("done", 1, [])

    def there() -> bool:
        people = client.pages("/officer/roster", agency="so-xay-dung", limit=100)
        return "Lý Thị Mây" in {one["name"] for one in people}

    assert until(there, "the officer in the roster", _PATIENCE)


def test_the_command_shows_who_would_leave_and_lets_them_go_when_sure(
    place: LocalPlace,
    product: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a bar, the numbers, and the bad rows beside the file."""
    kind, file = ListKind.TEAM_MEMBERS, tmp_path / "team.csv"

    def command(*options: str) -> tuple[int, str]:
        here = ["--port", str(place.port), "--folder", str(place.folder)]
        monkeypatch.setattr(sys, "argv", ["x", *here, kind.value, str(file), *options])
        return import_list.main(), capsys.readouterr().out

    rows = [["Xã Bát Xát", "Tổ 1", "", f"091234567{n}"] for n in range(3)]
    file.write_bytes(list_csv(kind, *rows, ["Xã Bát Xát", "Tổ 1", "", "12"]))
    code, told = command("--mode", "good_rows")
    assert (code, "4 rows, 3 good, 0 unchanged, 1 bad" in told) == (1, True)
    assert "line 5, phone" in told
    assert (tmp_path / "team-faults.xlsx").read_bytes()[:2] == b"PK"
    file.write_bytes(list_csv(kind, *rows[:1]))
    code, told = command("--mode", "good_rows", "--replace")
    assert (code, "2 leave the list" in told) == (1, True)
    on_list = [one for one in product.get(ListEntries).of(kind, "02683") if one.is_on]
    assert len(on_list) == 3
    code, told = command("--mode", "good_rows", "--replace", "--sure")
    assert (code, "1 unchanged" in told) == (0, True)
    on_list = [one for one in product.get(ListEntries).of(kind, "02683") if one.is_on]
    assert len(on_list) == 1
    wanted = {kind.value for kind in OPERATED["import_list"]}
    assert until(lambda: wanted <= _done_by_operators(product), "the operators' lines", _PATIENCE)


def _done_by_operators(product: Services) -> set[str]:
    """The kinds of their lines in the audit."""
    days = product.get(AuditReading).book.everything().days.values()
    lines = [json.loads(link.line) for links in days for link in links]
    return {one["kind"] for one in lines if one["actor"]["id"].startswith("operator:")}
