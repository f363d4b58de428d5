"""The roll-out: officers are trained and get accounts, a commune reports on its month."""

from __future__ import annotations

import re
import urllib.parse
from http import HTTPStatus

from localstack.demo.campaign_plan import CampaignPlan
from localstack.demo.campaigning import compare_report
from localstack.demo.case_plans import REPORT_MONTH
from localstack.demo.client import Json, Problem, exchange
from localstack.demo.letters import EMAIL, Letter
from localstack.demo.people import StaffMember, new_key
from localstack.demo.stack import Login
from localstack.demo.waiting import until
from localstack.demo.world import World

_AGENCY = "so-xay-dung"
_TOKEN = re.compile(r"[?&]token=(\S+)")
_NEW_PASSWORD = "mùa lúa chín trên nương"
_TRAINING: Json = {
    "title": "Tập huấn tiếp nhận, xử lý và trả lời phản ánh",
    "purpose": "Nhận việc, soạn trả lời, trình duyệt trên nền tảng; nhận tài khoản cán bộ.",
    "starts_at": "2026-08-03T07:30:00+07:00",
    "ends_at": "2026-08-03T11:00:00+07:00",
    "place": "Hội trường Sở Xây dựng",
    "link": "https://hop.laocai.example/tap-huan",
    "agencies": [_AGENCY],
    "materials": [{"title": "Sổ tay cán bộ", "link": "https://laocai.example/so-tay.pdf"}],
}
_TEXTS = {
    "results": "Tổ công nghệ số đã đến các tổ dân phố; phản ánh được tiếp nhận trong ngày.",
    "difficulties": "Một số hộ chưa có điện thoại thông minh.",
    "next_month": "Hướng dẫn người dân đánh giá kết quả xử lý.",
}


def train_officers(world: World) -> None:
    """Invitations with a calendar file, attendance by code and by hand, an account afterwards."""
    administrator = world.administrator()
    training = administrator.api.post("/admin/trainings", _TRAINING, key=new_key()).json()
    path = f"/admin/trainings/{training['id']}"
    told = administrator.api.post(f"{path}/invitations", {}).json()
    people = [login for login in world.stack.officers if login.agency == _AGENCY]
    world.owe(*(Letter(EMAIL, login.email, "training") for login in people))
    world.expect(
        told["invited"] == len(people), f"{told['invited']} thư mời tập huấn, kèm tệp lịch"
    )
    here, late = _officers(world)
    code = administrator.api.get(f"{path}/code").json()["code"]
    world.at_desk(here.username).api.post(
        f"/officer/trainings/{training['id']}/attendance", {"code": code}
    )
    ids = {one["username"]: one["id"] for one in _accounts(administrator)}
    by_hand = {"officers": [ids[late.username], "khong-co-ai"]}
    outcomes = administrator.api.post(f"{path}/attendance", by_hand).json()["results"]
    world.expect(
        [one["status"] for one in outcomes] == ["recorded", "refused"],
        "Điểm danh bằng mã trên màn hình và ghi tay; tên lạ bị từ chối",
    )
    seen = {one["officer"] for one in administrator.api.get(f"{path}/attendance").json()["items"]}
    world.expect(seen == {ids[here.username], ids[late.username]}, f"{len(seen)} người dự")
    _hand_over(world, administrator, late, ids[late.username])


def _hand_over(world: World, administrator: StaffMember, login: Login, id: str) -> None:
    """The account comes after the session: the figure counts it."""
    administrator.api.post(f"/admin/officers/{id}/invitation", {})
    world.owe(Letter(EMAIL, login.email, "invitation"))
    token = until(lambda: _token_for(world, login), "liên kết đặt mật khẩu")
    given = {"token": token, "password": _NEW_PASSWORD, "again": _NEW_PASSWORD, "lang": "vi"}
    answer = exchange(
        "POST",
        f"{world.stack.api_url}/officer/invitation",
        {"Content-Type": "application/x-www-form-urlencoded"},
        urllib.parse.urlencode(given).encode(),
    )
    if answer.status != HTTPStatus.OK:
        raise Problem(answer, "POST /officer/invitation")
    world.owe(Letter(EMAIL, login.email, "password_changed"))
    world.change_password(login.username, _NEW_PASSWORD)
    until(lambda: _counted(administrator), "số cán bộ được tập huấn trước khi có tài khoản")
    share = administrator.api.get("/reports/trained").json()["trained_before"]
    world.expect(
        share["n"] >= 1, f"Tập huấn trước khi có tài khoản: {share['n']}/{share['of']} cán bộ"
    )


def report_for_the_commune(world: World, plan: CampaignPlan) -> None:
    """Written by an officer, not confirmed by one, sent by the leader, compiled by the centre."""
    agency, id = f"ubnd-{plan.commune}", f"{REPORT_MONTH}.{plan.commune}"
    path = f"/admin/commune-reports/{id}"
    officer = world.at_desk(world.logins("officer", agency)[0].username)
    leader = world.at_desk(world.logins("leader", agency)[0].username)
    written = officer.api.send("PUT", path, {"texts": _TEXTS})
    _compare(world, written.json(), plan)
    try:
        officer.api.post(f"{path}/confirmation", version=written.etag)
        world.complain("Cán bộ tự xác nhận được báo cáo của xã")
    except Problem as problem:
        world.expect(problem.code == "leader_confirms", f"Cán bộ: {problem.explanation}")
    for _ in range(2):
        sent = leader.api.post(f"{path}/confirmation", version=written.etag).json()
    world.expect(
        (sent["state"], sent["late"]) == ("sent", False),
        f"Lãnh đạo xác nhận báo cáo tháng {REPORT_MONTH} của {sent['name']}, hai lần cũng là một",
    )
    centre = world.at_desk(world.of_the_province("supervisor")[0].username)
    missing = list(centre.api.pages("/admin/commune-reports", period=REPORT_MONTH, state="missing"))
    world.console.line(f"  Còn {len(missing)} xã, phường chưa gửi; hạn {sent['due']}")
    sheet = centre.api.get("/admin/commune-reports", period=REPORT_MONTH, format="xlsx")
    content = exchange("GET", sheet.headers["location"]).body
    world.expect(content[:2] == b"PK", f"Bảng tổng hợp báo cáo: {len(content):,} byte")


def _compare(world: World, report: Json, plan: CampaignPlan) -> None:
    """Only where the stack was fresh: another's cases would be in the figures."""
    figures = {one["id"]: one for one in report["figures"]}
    received = sum(record.story.commune == plan.commune for record in world.records.values())
    if world.started_empty:
        world.expect(
            figures["received"]["value"] == received,
            f"Báo cáo điền sẵn {received} phản ánh tiếp nhận của {report['name']}",
        )
    compare_report(world, plan, figures)


def _officers(world: World) -> tuple[Login, Login]:
    """Two of the agency: one types the code, the other is written down."""
    first, second, *_ = world.logins("officer", _AGENCY)
    return first, second


def _accounts(administrator: StaffMember) -> list[Json]:
    return list(administrator.api.pages("/admin/officers", agency=_AGENCY, limit=100))


def _counted(administrator: StaffMember) -> bool:
    share = administrator.api.get("/reports/trained").json()["trained_before"]
    return bool(share["n"])


def _token_for(world: World, login: Login) -> str | None:
    mails = [mail for mail in world.post.all_mails() if mail.recipient == login.email]
    found = [_TOKEN.search(mail.text) for mail in mails]
    return next((match.group(1) for match in reversed(found) if match), None)
