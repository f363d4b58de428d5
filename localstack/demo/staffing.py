"""A list of officers comes in, they are invited and sign in with an app, one of them leaves, and
the other has a further post for a day.

It is told after the report, so that nobody's figures and messages of the six weeks move.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import urllib.parse
from collections.abc import Sequence
from datetime import datetime, timedelta

from localstack.demo import keys_and_posts
from localstack.demo.client import Client, Json, Problem, exchange
from localstack.demo.listing import import_list
from localstack.demo.people import StaffMember, new_key
from localstack.demo.stack import Login
from localstack.demo.waiting import until
from localstack.demo.world import World

AGENCY, AGENCY_NAME = "so-noi-vu", "Sở Nội vụ"
HEADINGS = ("Cơ quan", "Họ và tên", "Vai trò", "Số điện thoại", "Thư điện tử", "Tên đăng nhập")
OFFICER, LEADER = "Cán bộ xử lý", "Lãnh đạo"
MENDED = (
    (AGENCY_NAME, "Hoàng Thị Chiêm", OFFICER, "0912700101", "htchiem@laocai.example", "htchiem"),
    (AGENCY_NAME, "Vàng A Páo", OFFICER, "0912700102", "vapao@laocai.example", "vapao"),
    (AGENCY_NAME, "Lương Văn Tạ", LEADER, "0912700103", "lvta@laocai.example", "lvta"),
)
LEAVES, STAYS = "htchiem", "vapao"
PASSWORDS = {LEAVES: "chè tuyết Suối Giàng 7", STAYS: "ruộng bậc thang Y Tý 9"}
REASON = "Chuyển công tác theo quyết định số 27"
_REMEMBERED = timedelta(minutes=2)
"""What a process remembers of the directory is older by then."""
_TOKEN = re.compile(r"token=([^&\s\"<>]+)")
_STEP = 30


def tell_of_people(world: World) -> None:
    """The whole of it."""
    administrator = StaffMember(world.stack, world.post, world.stack.administrator)
    administrator.sign_in()
    _bring_in(world, administrator)
    _pass(world, _REMEMBERED)
    ids = _invite(world, administrator)
    people = {name: _first_sign_in(world, name) for name in (LEAVES, STAYS)}
    code = _give_work(world, ids[LEAVES], people[LEAVES])
    _revoke(world, administrator, ids)
    _pass(world, _REMEMBERED)
    _check_handed_over(world, code, ids[STAYS], people)
    keys_and_posts.sign_in_with_a_key(world, administrator)
    post = keys_and_posts.give_second_post(world, administrator, ids[STAYS])
    second = keys_and_posts.work_in_both(world, people[STAYS], code, post)
    keys_and_posts.end_of_the_post(world, second, post)


def shown_by_app(secret: str, at: datetime) -> str:
    """What an app shows that has this secret (RFC 6238), as any client reckons it."""
    key, step = base64.b32decode(secret), int(at.timestamp()) // _STEP
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def _bring_in(world: World, administrator: StaffMember) -> None:
    """First with two bad lines, then mended: what is there already is left as it is."""
    first, second, third = MENDED
    bad = (first, (*second[:3], "0912", *second[4:]), (*third[:2], "Trưởng phòng", *third[3:]))
    told = _imported(administrator, bad, "good_rows")
    faults = [(one["line"], one["column"]) for one in told["errors"]]
    world.expect(
        (told["good"], faults) == (1, [(3, "phone"), (4, "role")]),
        f"Danh sách cán bộ {AGENCY_NAME}: {told['good']} dòng đúng, {told['bad']} dòng phải sửa",
    )
    for fault in told["errors"]:
        world.console.line(f"      dòng {fault['line']}: {fault['message']}")
    mended = _imported(administrator, MENDED, "all_or_none")
    numbers = (mended["good"], mended["unchanged"], mended["bad"])
    world.expect(numbers == (2, 1, 0), "Sửa xong gửi lại: hai người mới, người kia giữ nguyên")


def _imported(administrator: StaffMember, rows: Sequence[Sequence[str]], mode: str) -> Json:
    return import_list(administrator, "officers", [HEADINGS, *rows], mode)


def _invite(world: World, administrator: StaffMember) -> dict[str, str]:
    """Ids by username."""
    found = administrator.api.pages("/admin/officers", agency=AGENCY, limit=100)
    people = {one["username"]: one for one in found}
    world.expect(
        {people[row[-1]]["account"] for row in MENDED} == {"none"},
        "Chưa ai trong số họ có tài khoản",
    )
    for name in (LEAVES, STAYS):
        administrator.api.post(f"/admin/officers/{people[name]['id']}/invitation", key=new_key())
    return {name: str(one["id"]) for name, one in people.items()}


def _first_sign_in(world: World, username: str) -> StaffMember:
    """By the mail's link to a password, then with a code, then with an app."""
    row = next(row for row in MENDED if row[-1] == username)
    token = until(lambda: _link(world, row[4]), f"thư mời của {username}")
    page = f"{world.stack.api_url}/officer/invitation"
    password = PASSWORDS[username]
    form = {"token": token, "lang": "vi", "password": password, "again": password}
    media = {"Content-Type": "application/x-www-form-urlencoded"}
    done = exchange("POST", page, media, urllib.parse.urlencode(form).encode())
    world.expect(done.status == 200, f"{row[1]} đặt mật khẩu bằng liên kết trong thư")
    phone = f"+84{row[3][1:]}"
    login = Login(username, password, "officer", AGENCY, phone, row[4])
    member = StaffMember(world.stack, world.post, login)
    member.sign_in()
    _add_app(world, member, row[1])
    return member


def _link(world: World, address: str) -> str | None:
    """What the newest mail's link carries."""
    mails = [mail.text for mail in world.post.all_mails() if mail.recipient == address]
    found = [match.group(1) for text in mails if (match := _TOKEN.search(text))]
    return urllib.parse.unquote(found[-1]) if found else None


def _add_app(world: World, member: StaffMember, name: str) -> None:
    """From then on it shows the second factor, and no code is sent."""
    owns = {"password": member.login.password}
    begun = member.api.post("/officer/me/totp", owns).json()
    first = shown_by_app(begun["secret"], world.clock.at)
    codes = member.api.post("/officer/me/totp/confirm", {"otp": first}).json()["recovery_codes"]
    _pass(world, timedelta(seconds=2 * _STEP))
    body = {"username": member.login.username, "password": member.login.password}
    api = Client(world.stack.api_url)
    signing_in = api.post("/officer/sessions", body, key=new_key()).json()
    proof = {"otp": shown_by_app(begun["secret"], world.clock.at)}
    opened = api.post(f"/officer/sessions/{signing_in['session_id']}/verify", proof).json()
    member.adopt(opened)
    world.expect(
        signing_in["channel"] == "app",
        f"{name} đăng nhập bằng ứng dụng tạo mã, giữ {len(codes)} mã khôi phục",
    )


def _give_work(world: World, officer: str, member: StaffMember) -> str:
    """A case that the officer has begun."""
    wish = "Đề nghị xem lại giờ trực của bộ phận một cửa vào sáng thứ Bảy."
    code = keys_and_posts.case_given(world, AGENCY, officer, wish)
    member.act(code, "start")
    return code


def _revoke(world: World, administrator: StaffMember, ids: dict[str, str]) -> None:
    body = {"officers": [ids[LEAVES]], "reason": REASON, "hand_over_to": ids[STAYS]}
    (told,) = administrator.api.post("/admin/revocations", body, key=new_key()).json()["results"]
    world.expect(
        (told["outcome"], told["handed_over"]) == ("revoked", 1),
        f"Thu hồi tài khoản {LEAVES}: {told['handed_over']} phản ánh đang xử lý được bàn giao",
    )


def _check_handed_over(world: World, code: str, heir: str, people: dict[str, StaffMember]) -> None:
    """The colleague has it, begun as it was; whoever left refreshes no session."""
    page = people[STAYS].open(code).json()
    told = (page["officer"], page["state"], page["timeline"][-1]["action"])
    world.expect(
        told == (heir, "in_progress", "hand_over"),
        f"{code} nay do {STAYS} xử lý tiếp, hạn không đổi",
    )
    refused = ""
    try:
        people[LEAVES].sign_in()
    except Problem as problem:
        refused = problem.code
    world.expect(refused == "wrong_credentials", f"{LEAVES} không đăng nhập được nữa: {refused}")


def _pass(world: World, time: timedelta) -> None:
    world.clock.move_to(world.clock.at + time)
