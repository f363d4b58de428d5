"""What really arrived, by kind: SMS and mail from the emulator, the bell from the API."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from localstack.demo.letters import BELL, DIGEST, Letter
from localstack.demo.people import Citizen
from localstack.demo.phone import PhoneMessage, Post

_CASE = re.compile(r"[A-Z]{2,4}-\d{6}-[0-9A-Z]{5}")

SIGNS: tuple[tuple[str, str], ...] = (
    ("officer_code", "ma dang nhap can bo"),
    ("contact_code", "ma xac nhan doi lien he"),
    ("invitation", "moi dat mat khau"),
    ("commune_report_due", "nhac gui bao cao thang"),
    ("commune_report_late", "qua han gui bao cao thang"),
    ("commune_report_returned", "bao cao thang .* bi tra lai"),
    ("commune_reports_missing", "chua gui bao cao thang"),
    ("campaign_behind", r"^\d+ xa, phuong chua dat muc tieu"),
    ("campaign_commune_behind", "chua dat muc tieu"),
    ("difficulty_due", "nhac giai quyet kho khan"),
    ("difficulty_overdue", "qua han giai quyet kho khan"),
    ("training_cancelled", "huy buoi tap huan"),
    ("training", "moi du tap huan"),
    ("password_changed", "mat khau (tai khoan )?can bo .* vua duoc dat lai"),
    ("factor_changed", "xac thuc lop hai cua tai khoan"),
    ("account_blocked", "tam thoi khong gui duoc phan anh"),
    ("block_over", "gui duoc phan anh( moi)? tro lai"),
    ("block_lifted", "da duoc bo khoa"),
    ("block_upheld", "viec tam khoa tai khoan .* duoc giu nguyen"),
    ("organisation_confirmed", r"to chuc \S+ da duoc xac nhan"),
    ("organisation_refused", r"to chuc \S+ khong duoc xac nhan"),
    ("representative_invited", "duoc moi dai dien cho to chuc"),
    ("code", "ma xac thuc"),
    ("urgent_cases", r"khan: (them )?\d+ phan anh moi"),
    ("urgent_case", "khan: phan anh moi"),
    ("digest", r"^\d+ phan anh can chu y hom nay"),
    ("personal_id_yielded", "so dinh danh .* nguoi khac"),
    ("followed_corrected", "theo doi da duoc dinh chinh"),
    ("corrected", "da duoc dinh chinh"),
    ("recorded", "da nhap ket qua thay don vi"),
    ("dispute_replied", "phan hoi cua anh/chi ve"),
    ("disputed", "nguoi theo doi cho rang"),
    ("followed_closed", "anh/chi theo doi da khep lai"),
    ("followed_over", "anh/chi theo doi khong con duoc xu ly"),
    ("followed_reopened", "anh/chi theo doi duoc mo lai"),
    ("publication_waits", "can xem truoc khi cong khai"),
    ("followed_answered", "ma anh/chi theo doi da duoc tra loi"),
    ("answered", "da duoc tra loi"),
    ("commented", "co thong tin moi"),
    ("mentioned", "duoc nhac den"),
    ("question", "can anh/chi bo sung thong tin|can them thong tin"),
    ("rejected", "khong duoc tiep nhan"),
    ("redirected", "khong xu ly qua kenh nay|thuoc kenh khac"),
    ("parent_ended", "tro lai bo phan tiep nhan|ket thuc khong co tra loi"),
    ("came_back", "khong con ban goc"),
    ("not_duplicate", "duoc xu ly rieng"),
    ("duplicate", "co cung noi dung|trung voi"),
    ("given_up", "da khep lai"),
    ("received", "da nhan phan anh"),
    ("due_moved", r"han xu ly phan anh \S+ (da )?thay doi"),
    ("work_again", "mo lai de xu ly"),
    ("work", "phan cong xu ly"),
    ("without_officer", "chua co can bo"),
    ("referred", "de nghi phoi hop xu ly phan anh"),
    ("external_replied", "don vi ben ngoai da phan hoi"),
    ("coordinating", "phoi hop xu ly"),
    ("part_asked", "can y kien phoi hop som hon"),
    ("part_work", "soan y kien phoi hop"),
    ("part_answered", "da co y kien phoi hop"),
    ("part_reminder", "y kien phoi hop"),
    ("supplemented", "nguoi dan da bo sung thong tin"),
    ("no_reply", "nguoi dan khong tra loi"),
    ("taken_away", "khong can xu ly nua"),
    ("given_back", "khong con la phan anh trung"),
    ("returned", "bi tra lai"),
    ("extension_asked", "de nghi gia han"),
    ("not_extended", "khong duoc gia han"),
    ("extended", "duoc gia han"),
    ("answer_proposed", "du thao tra loi cho duyet"),
    ("approved", "tra loi da duoc duyet"),
    ("sent_back", "can sua (lai )?du thao"),
    ("low_rating", "nguoi dan chua hai long"),
    ("escalation", "can chi dao"),
    ("intake_overdue", "qua han tiep nhan"),
    ("clock_runs_on", "thoi han tiep tuc tinh"),
    ("officer_due_moved", r"\S+: han xu ly thay doi"),
    (
        "reminder",
        "chua bat dau xu ly|da qua mot nua thoi han|da qua 80% thoi han|da den han"
        "|da qua han|can theo doi",
    ),
)
"""The words by which a reader knows what a message is about, without diacritics; first hit wins."""


def arrived(post: Post) -> list[tuple[Letter, PhoneMessage]]:
    """Every SMS and mail that was really sent, with the kind that its words say."""
    return [(_letter(message), message) for message in post.all_sms() + post.all_mails()]


def sent_twice(post: Post, owed: Counter[Letter]) -> list[PhoneMessage]:
    """Messages that reached somebody with the same words more often than something happened.

    A case that is answered, reopened and answered again within a minute brings the same words
    twice, rightly.
    """
    copies = Counter(post.all_sms() + post.all_mails())
    return [m for m, count in copies.items() if count > max(1, owed[_letter(m)])]


def in_bells(citizens: Iterable[Citizen]) -> list[Letter]:
    """What the app's bell shows to each citizen."""
    return [
        Letter(BELL, citizen.profile.phone, item["kind"], item.get("case") or "")
        for citizen in citizens
        for item in citizen.api.pages("/me/notifications", limit=100)
    ]


def _letter(message: PhoneMessage) -> Letter:
    words = message.subject or message.text
    case = _CASE.search(words)
    kind = kind_of(words)
    about = case.group() if case and kind != DIGEST else ""
    return Letter(message.channel, message.recipient, kind, about)


def kind_of(words: str) -> str:
    """The kind of a message, or "unknown"."""
    plain = _plain(words)
    return next((kind for kind, sign in SIGNS if re.search(sign, plain)), "unknown")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
