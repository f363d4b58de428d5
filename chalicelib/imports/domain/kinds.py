"""The lists that come in, each as a table of its columns. Source: docs/handbook.md §5 and §10.

A column is found by any of its headings, with or without diacritics and in any order. What a column
takes is said by the name of a rule (`values.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_ROWS = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
"""Code points; of longer cells none is right in any column."""


class ListKind(StrEnum):
    """Which list it is."""

    AGENCIES = "agencies"
    OFFICERS = "officers"
    OFFICIALS = "officials"
    TEAM_MEMBERS = "team_members"
    ELIGIBLE_CITIZENS = "eligible_citizens"
    LEAVERS = "leavers"
    """Officers whose accounts are revoked: sent with a reason (`POST /v1/admin/revocations`)."""


class ColumnName(StrEnum):
    """Columns, as faults name them."""

    AGENCY = "agency"
    AGENCY_ID = "agency_id"
    AGENCY_NAME = "agency_name"
    COMMUNE = "commune"
    EMAIL = "email"
    FULL_NAME = "full_name"
    HAMLET = "hamlet"
    LAST_DAY = "last_day"
    PERSONAL_ID = "personal_id"
    PERSON_LINE = "person_line"
    """Not of a file: the line on which the person of a further post stands before it."""
    PHONE = "phone"
    POST_OF = "post_of"
    ROLE = "role"
    USERNAME = "username"


@dataclass(frozen=True)
class Column:
    """One column; the first heading of each language is the one that templates show.

    `explained` and `example` are for the template; examples are invented.
    """

    name: ColumnName
    headings: tuple[str, ...]
    english: tuple[str, ...]
    required: bool
    example: str
    explained: str
    explained_english: str
    kept: bool = True
    """False: it may stand in the file, since such lists have it, and nothing is kept of it."""


_NAME = Column(
    ColumnName.FULL_NAME,
    ("Họ và tên", "Họ tên", "Họ, tên", "Tên"),
    ("Full name", "Name"),
    False,
    "Lý Thị Mây",
    "Không bắt buộc. Chỉ để người lập danh sách đối chiếu, hệ thống không lưu.",
    "Optional. For whoever makes the list; it is not kept.",
    kept=False,
)
_PHONE = Column(
    ColumnName.PHONE,
    ("Số điện thoại", "Điện thoại", "Điện thoại di động", "Số điện thoại di động", "SĐT", "ĐTDĐ"),
    ("Phone", "Phone number", "Mobile", "Mobile phone"),
    True,
    "0912 345 678",
    "Số di động 10 chữ số. Định dạng cột là Văn bản để Excel không bỏ số 0 ở đầu.",
    "A mobile number of 10 digits. Format the column as text, so that Excel keeps its first 0.",
)
_PERSONAL_ID = Column(
    ColumnName.PERSONAL_ID,
    (
        "Số định danh cá nhân",
        "Số định danh",
        "Số CCCD",
        "CCCD",
        "Số căn cước",
        "Căn cước",
        "Số căn cước công dân",
        "Số CCCD/ĐDCN",
    ),
    ("Personal number", "Personal id", "ID number", "ID card"),
    True,
    "010190001234",
    "12 chữ số. Định dạng cột là Văn bản để Excel không bỏ số 0 ở đầu.",
    "12 digits. Format the column as text, so that Excel keeps its first 0.",
)
_COMMUNE = Column(
    ColumnName.COMMUNE,
    ("Xã, phường", "Xã/phường", "Xã", "Phường", "Mã xã", "Tên xã", "Tên xã, phường"),
    ("Commune", "Ward", "Commune code"),
    True,
    "Phường Lào Cai",
    "Tên đầy đủ của xã, phường, hoặc mã 5 chữ số.",
    "The full name of the commune or ward, or its code of 5 digits.",
)
_HAMLET = Column(
    ColumnName.HAMLET,
    ("Thôn, bản, tổ dân phố", "Thôn", "Bản", "Tổ dân phố", "Thôn, bản", "Thôn/bản/tổ dân phố"),
    ("Hamlet", "Village"),
    True,
    "Tổ dân phố số 5",
    "Tên thôn, bản hoặc tổ dân phố.",
    "The name of the hamlet.",
)
_AGENCY = Column(
    ColumnName.AGENCY,
    ("Cơ quan", "Đơn vị", "Cơ quan, đơn vị", "Tên cơ quan", "Tên đơn vị", "Mã cơ quan"),
    ("Agency", "Agency id", "Agency name"),
    True,
    "Sở Xây dựng",
    "Tên đầy đủ của cơ quan như trong hệ thống, hoặc mã của cơ quan.",
    "The full name of the agency as the system has it, or its code.",
)


def _but(column: Column, *, required: bool, explained: str, english: str) -> Column:
    """The same column, asked for otherwise."""
    fresh = {"required": required, "explained": explained, "explained_english": english}
    return Column(**{**vars(column), **fresh, "kept": True})


_OFFICERS_NAME = _but(
    _NAME, required=True, explained="Họ tên đầy đủ, có dấu.", english="The full name."
)
_OPTIONAL_ID = _but(
    _PERSONAL_ID,
    required=False,
    explained="Không bắt buộc. 12 chữ số, định dạng cột là Văn bản.",
    english="Optional. 12 digits; format the column as text.",
)
_OPTIONAL_PHONE = _but(
    _PHONE,
    required=False,
    explained="Không bắt buộc. Người trong một nhà có thể dùng chung một số.",
    english="Optional. People of one household may share a number.",
)

_USERNAME = Column(
    ColumnName.USERNAME,
    ("Tên đăng nhập", "Tài khoản"),
    ("Username", "User name"),
    False,
    "ltmay",
    "Không bắt buộc. Để trống thì lấy phần trước @ của thư điện tử.",
    "Optional. Left out, it is what stands before the @ of the address.",
)
_LEAVERS_USERNAME = _but(
    _USERNAME,
    required=True,
    explained="Tên đăng nhập của người thôi việc, như trong danh sách cán bộ.",
    english="The username of who leaves, as in the list of officers.",
)

TABLES: Mapping[ListKind, tuple[Column, ...]] = {
    ListKind.AGENCIES: (
        Column(
            ColumnName.AGENCY_NAME,
            ("Tên cơ quan", "Tên đơn vị", "Cơ quan", "Đơn vị"),
            ("Agency name", "Agency"),
            True,
            "Hội Nông dân tỉnh",
            "Tên đầy đủ. UBND xã, phường đã có sẵn, không cần đưa vào.",
            "The full name. People's Committees of communes are there already.",
        ),
        Column(
            ColumnName.AGENCY_ID,
            ("Mã cơ quan", "Mã đơn vị", "Mã"),
            ("Agency code", "Agency id", "Code"),
            False,
            "hoi-nong-dan-tinh",
            "Không bắt buộc: chữ thường không dấu, số và dấu gạch nối. Để trống thì lấy từ tên.",
            "Optional: small letters, digits and hyphens. Left out, it is made of the name.",
        ),
    ),
    ListKind.OFFICERS: (
        _AGENCY,
        _OFFICERS_NAME,
        Column(
            ColumnName.ROLE,
            ("Vai trò", "Nhiệm vụ", "Quyền"),
            ("Role",),
            True,
            "Cán bộ xử lý",
            "Một trong: Cán bộ xử lý, Lãnh đạo, Tiếp nhận, Giám sát, Tổng đài, Quản trị.",
            "One of: Officer, Leader, Intake, Supervisor, Hotline, Administrator.",
        ),
        _PHONE,
        Column(
            ColumnName.EMAIL,
            ("Thư điện tử", "Email", "Thư điện tử công vụ", "Email công vụ"),
            ("Email", "E-mail", "Email address"),
            True,
            "ltmay@laocai.gov.vn",
            "Hộp thư công vụ của riêng người này.",
            "The person's own official address.",
        ),
        _USERNAME,
        Column(
            ColumnName.LAST_DAY,
            ("Đến hết ngày", "Ngày kết thúc", "Ngày thôi nhiệm vụ", "Hết hạn"),
            ("Last day", "Until", "End date"),
            False,
            "31/12/2027",
            "Không bắt buộc. Ngày cuối của nhiệm vụ; sau ngày đó tài khoản tự kết thúc.",
            "Optional. The last day of the post; the account ends with it.",
        ),
        Column(
            ColumnName.POST_OF,
            ("Kiêm nhiệm của", "Kiêm nhiệm"),
            ("Further post of", "Post of"),
            False,
            "",
            "Không bắt buộc. Ai kiêm nhiệm ở cơ quan khác: thêm một dòng dưới dòng của người đó, "
            "với cơ quan, vai trò ở nơi kiêm nhiệm, và ghi ở đây tên đăng nhập của người đó.",
            "Optional. Somebody with a further post in another agency: a line more below that "
            "person's own, with agency and role of that post, and here the person's username.",
        ),
    ),
    ListKind.OFFICIALS: (_AGENCY, _NAME, _PHONE, _OPTIONAL_ID),
    ListKind.TEAM_MEMBERS: (_COMMUNE, _HAMLET, _NAME, _PHONE),
    ListKind.ELIGIBLE_CITIZENS: (_COMMUNE, _HAMLET, _NAME, _PERSONAL_ID, _OPTIONAL_PHONE),
    ListKind.LEAVERS: (_LEAVERS_USERNAME, _NAME),
}

LINE_HEADING, FAULTS_HEADING = "Dòng", "Cần sửa"
"""Of the sheet that is sent back: mended, it comes in again as it is."""
IGNORED = frozenset({"stt", "tt", "so thu tu", "no", "ghi chu", "note", "notes", "dong", "can sua"})
"""Headings of columns that every list has and nobody needs, folded."""

TITLES: Mapping[ListKind, tuple[str, str]] = {
    ListKind.AGENCIES: ("Danh sách cơ quan, đơn vị", "Agencies"),
    ListKind.OFFICERS: ("Danh sách cán bộ tiếp nhận, xử lý", "Officers"),
    ListKind.OFFICIALS: ("Danh sách cán bộ, công chức, viên chức, người lao động", "Officials"),
    ListKind.TEAM_MEMBERS: ("Danh sách Tổ công nghệ số cộng đồng", "Community team members"),
    ListKind.ELIGIBLE_CITIZENS: (
        "Danh sách người có căn cước và điện thoại thông minh",
        "People with an ID card and a smartphone",
    ),
    ListKind.LEAVERS: ("Danh sách cán bộ thôi việc", "Officers who leave"),
}
