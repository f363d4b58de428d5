"""How somebody goes on in the browser when the story is over: who signs in, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.page_routes import PAGES
from localstack.demo.case_records import CaseRecord
from localstack.demo.stack import Login, RunningStack

WORTH_OPENING = (
    ("GET /dashboard", "/dashboard", "bảng điều hành của tháng"),
    ("GET /launch", "/launch", "màn hình ra quân, ai cũng xem được"),
    ("GET /officer/inbox", "/officer/inbox?queue=overdue", "hộp việc, việc quá hạn"),
    ("GET /officer/cases/{code}", "/officer/cases/{code}", "một phản ánh"),
    ("GET /officer/cases/{code}/print", "/officer/cases/{code}/print", "phiếu chuyển"),
    ("GET /officer/search", "/officer/search", "tìm kiếm"),
    ("GET /officer/attention", "/officer/attention", "việc cần để ý"),
    ("GET /officer/people", "/officer/people", "cán bộ"),
    ("GET /dashboard", "/dashboard?figure=received", "bản đồ theo số phản ánh nhận được"),
    ("GET /officer/inbox", "/officer/inbox?queue=escalated", "việc đã báo lên"),
    ("GET /officer/inbox", "/officer/inbox?lang=en", "the inbox in English"),
)
"""Of pages: route, address, what it is. The first five that are served are named."""
_MOST = 5


def pages_to_open(code: str) -> list[tuple[str, str]]:
    """Addresses below the office's, and what stands there."""
    served = {route for routes in PAGES.values() for route in routes}
    found = [(address, what) for route, address, what in WORTH_OPENING if route in served]
    return [(address.replace("{code}", code), what) for address, what in found[:_MOST]]


def farewell(stack: RunningStack, records: list[CaseRecord]) -> Iterator[str]:
    """Whose name opens them, where the code comes, and five pages."""
    who = reader(stack)
    yield f"  Office   {stack.office_url}/"
    yield f"           tên đăng nhập {who.username}, mật khẩu {who.password}"
    sms = f"{stack.emulator_url}/_ministack/sns/sms-messages"
    yield f"           mã 6 số: tin mới nhất gửi {who.phone} ở {sms}"
    code = next((one.code for one in records if one.state != "received"), "")
    for address, what in pages_to_open(code):
        yield f"           {stack.office_url}{address}  {what}"


def reader(stack: RunningStack) -> Login:
    """A supervisor, who sees everything."""
    return next(login for login in stack.officers if login.role == "supervisor")
