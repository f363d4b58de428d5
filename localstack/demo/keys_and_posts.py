"""The administrator signs in with a passkey, and somebody has two posts, one of which ends."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from localstack.demo.client import Client, Json, Problem
from localstack.demo.clock import LOCAL
from localstack.demo.people import StaffMember, new_key
from localstack.demo.security_key import key_at
from localstack.demo.waiting import until
from localstack.demo.world import World

OTHER_AGENCY, OTHER_NAME = "so-y-te", "Sở Y tế"
KEYS = ("Khóa USB", "Khóa cất trong két")
_OWN_KEYS = "/officer/me/passkeys"
_REMEMBERED = timedelta(minutes=2)
_MORNING = time(8)
_WISH = "Đề nghị công bố lịch tiêm chủng của trạm y tế trước mỗi tháng."


def case_given(world: World, agency: str, officer: str, description: str) -> str:
    """Somebody's case, which the desk has assigned to that officer; its code."""
    citizen = next(iter(world.citizens.values()))
    body = {
        "category": "other",
        "description": description,
        "commune_code": citizen.profile.commune_code,
        "visibility": "private",
    }
    code = str(citizen.submit(body, new_key()).json()["code"])
    desk = world.intake()
    desk.act(code, "accept", visibility="private")
    desk.act(code, "assign", agency=agency, officer=officer)
    return code


def sign_in_with_a_key(world: World, administrator: StaffMember) -> None:
    """Two are made, one opens; both are taken away again, so that whoever reads this can sign in
    as the administrator with a code."""
    password = {"password": administrator.login.password}
    keys = {name: key_at(world.stack.office_url) for name in KEYS}
    lacking = [_lacking(administrator)]
    for name, key in keys.items():
        begun = administrator.api.post(_OWN_KEYS, password).json()
        administrator.api.post(f"{_OWN_KEYS}/confirm", key.make(begun["challenge"], name))
        lacking.append(_lacking(administrator))
    world.expect(
        lacking == [2, 1, 0], f"Quản trị tạo {len(keys)} khóa đăng nhập; còn thiếu thì báo"
    )
    api = Client(world.stack.api_url)
    login = {"username": administrator.login.username, **password}
    begun = api.post("/officer/sessions", login, key=new_key()).json()
    proof = keys[KEYS[1]].sign(begun["passkey"]["challenge"])
    administrator.adopt(api.post(f"/officer/sessions/{begun['session_id']}/passkey", proof).json())
    world.expect(
        begun["channel"] == "passkey", f"Đăng nhập bằng «{KEYS[1]}», không có mã nào gửi đi"
    )
    for one in administrator.api.get("/officer/me").json()["passkeys"]:
        administrator.api.post(f"{_OWN_KEYS}/{one['id']}/removal", password)


def _lacking(administrator: StaffMember) -> int:
    return int(administrator.api.get("/officer/me").json()["passkeys_missing"])


def give_second_post(world: World, administrator: StaffMember, id: str) -> str:
    """To the end of today; its id."""
    today = world.clock.at.astimezone(LOCAL).date()
    post = {"agency": OTHER_AGENCY, "role": "officer", "last_day": today.isoformat()}
    given = administrator.api.post(f"/admin/officers/{id}/posts", post, key=new_key()).json()
    world.clock.move_to(world.clock.at + _REMEMBERED)
    return str(given["id"])


def work_in_both(world: World, member: StaffMember, code: str, post: str) -> str:
    """What is of one post is not there in the other one. A case of the second post."""
    begun = case_given(world, OTHER_AGENCY, post, _WISH)
    seen = [_sees(member, one) for one in (code, begun)]
    member.act_as(post)
    seen += [_sees(member, one) for one in (code, begun)]
    member.act(begun, "start")
    world.expect(
        seen == [True, False, False, True],
        f"{member.login.username} kiêm nhiệm ở {OTHER_NAME}: mỗi nhiệm vụ thấy việc của cơ quan đó",
    )
    return begun


def end_of_the_post(world: World, code: str, post: str) -> None:
    """At midnight it is over; in the morning, when messages leave, its case is a colleague's."""
    following = world.clock.at.astimezone(LOCAL).date() + timedelta(days=1)
    world.clock.move_to(datetime.combine(following, _MORNING, LOCAL))
    desk = world.intake()

    def handed_over() -> Json | None:
        page: Json = desk.open(code).json()
        return page if page["officer"] != post else None

    page = until(handed_over, f"{code} được bàn giao")
    ended = page["state"], page["timeline"][-1]["action"]
    world.expect(
        ended == ("in_progress", "hand_over"),
        f"Hết ngày, nhiệm vụ kiêm kết thúc; {code} có người khác ở {OTHER_NAME} xử lý tiếp",
    )


def _sees(member: StaffMember, code: str) -> bool:
    try:
        member.open(code)
    except Problem as problem:
        if problem.code != "case_not_found":
            raise
        return False
    return True
