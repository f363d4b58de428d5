"""A company asks for its account, the desk confirms it, and a colleague reports for it."""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice

from localstack.demo.client import Json, Problem
from localstack.demo.people import Citizen, StaffMember, new_key
from localstack.demo.waiting import until
from localstack.demo.world import World

NUMBER, NAME = "5300987650", "Công ty TNHH Chè Suối Giàng (mẫu)"
"""Of no company that is: the check digit is right, the number is not given out."""
_WISH = "Đường vào xưởng chè ngập sau mỗi trận mưa, xe hàng không ra được."


def tell_of_an_organisation(world: World) -> None:
    """Asked for with a document, confirmed, a second person invited; her case is for it."""
    first, second = islice(world.citizens.values(), 2)
    document = first.upload("/uploads", world.evidence, "image/jpeg")
    asked = {"number": NUMBER, "name": NAME, "evidence": [document]}
    begun = first.api.post("/organisations", asked, key=new_key()).json()
    _decide(world)
    until(lambda: _heard(first, "organisation_confirmed"), "tin xác nhận tổ chức")
    world.expect(
        begun["state"] == "waiting",
        f"{NAME}, mã số {NUMBER}: bộ phận tiếp nhận xem giấy tờ, xác nhận, người đề nghị được báo",
    )
    invitation = {"phone": second.profile.phone}
    first.api.post(f"/organisations/{NUMBER}/representatives", invitation, key=new_key())
    until(lambda: _heard(second, "representative_invited"), "tin mời đại diện")
    _report(world, second)


def _decide(world: World) -> None:
    desk = world.intake()
    waiting = [one["number"] for one in desk.api.pages("/admin/organisations", state="waiting")]
    world.expect(waiting == [NUMBER], "Danh sách chờ của bộ phận tiếp nhận có một tổ chức")
    path = f"/admin/organisations/{NUMBER}"
    until(lambda: _is_checked(desk, f"{path}/evidence/1"), "giấy tờ của tổ chức")
    desk.api.post(f"{path}/decision", {"confirm": True}, key=new_key())


def _is_checked(desk: StaffMember, path: str) -> bool:
    try:
        return desk.api.get(path).status == HTTPStatus.SEE_OTHER
    except Problem as problem:
        if problem.code != "not_checked":
            raise
        return False


def _report(world: World, person: Citizen) -> None:
    body = {
        "category": "other",
        "description": _WISH,
        "commune_code": person.profile.commune_code,
        "visibility": "private",
        "organisation": NUMBER,
    }
    code = str(person.submit(body, new_key()).json()["code"])
    shown: Json = world.intake().open(code).json()
    world.expect(
        person.case(code)["organisation"]["name"] == NAME and shown["organisation"] is None,
        f"Người thứ hai gửi {code} thay tổ chức; tên tổ chức ẩn với người xử lý như tên người gửi",
    )


def _heard(person: Citizen, kind: str) -> bool:
    lines = person.api.pages("/me/notifications", limit=100)
    return any(line["kind"] == kind for line in lines)
