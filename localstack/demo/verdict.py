"""The end: what the API shows is held against what was done, and every message is counted."""

from __future__ import annotations

from collections import Counter

from localstack.demo.carrier import arrived, in_bells, sent_twice
from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Json
from localstack.demo.crowd import each
from localstack.demo.letters import SMS, Letter
from localstack.demo.people import Citizen
from localstack.demo.waiting import Waited, until
from localstack.demo.world import World

SAMPLES = ("code", "work", "question", "answered")
"""Kinds of SMS of which one is shown."""
FAMILY = 3
"""Cases of one matter from which on they are told of."""
SHOWN = 12
"""Differences that are printed; more of the same kind are only counted."""


STATES = {
    "received": "chờ tiếp nhận",
    "needs_info": "chờ bổ sung",
    "accepted": "đã tiếp nhận",
    "assigned": "đã phân công",
    "in_progress": "đang xử lý",
    "pending_approval": "chờ duyệt",
    "answered": "đã trả lời",
    "closed": "kết thúc",
    "rejected": "không tiếp nhận",
    "duplicate": "trùng",
    "redirected": "chuyển kênh khác",
    "withdrawn": "đã rút",
}


def show_cases(world: World) -> None:
    """Each case's end as the API shows it, with a mark where it is not as it was done."""
    records = sorted(world.records.values(), key=lambda record: record.code)
    followed = Counter(record.duplicate_of for record in records)
    names = {c["code"]: c["name"]["vi"] for c in world.reference("/categories")}
    rows, found = [], []
    for record, case in zip(records, each(CaseRecord.seen, records), strict=True):
        wrong = differences(record, case, followed[record.code] + len(record.watchers))
        rows.append(("✗" if wrong else "✓", *_row(case, names)))
        found += [f"{record.code}: {difference}" for difference in wrong]
    world.console.table(("", "Mã", "Lĩnh vực", "Địa bàn", "Cơ quan", "Kết thúc", "Sao"), rows)
    for text in found:
        world.complain(text)


def _row(case: Json, names: dict[str, str]) -> tuple[str, ...]:
    agency, rating = case["agency"], case["rating"]
    return (
        case["code"],
        names[case["category"]],
        case["commune"]["name"],
        agency["name"] if agency else "–",
        STATES[case["state"]],
        "★" * rating["stars"] if rating else "",
    )


def differences(record: CaseRecord, case: Json, followers: int) -> list[str]:
    """Where the API's case is not what was done, in words."""
    rating, answer, agency = case["rating"], case["answer"], case["agency"]
    facts = {
        "trạng thái": (record.state, case["state"]),
        "diễn biến": (record.steps, steps_shown(case)),
        "xã, phường": (record.story.commune, case["commune"]["code"]),
        "cơ quan": (record.agency, agency["id"] if agency else None),
        "nội dung": (record.story.description, case["description"]),
        "số sao": (record.stars, rating["stars"] if rating else None),
        "câu trả lời": (record.answer if _answered(record) else None, answer and answer["text"]),
        "trùng với": (record.duplicate_of, case["duplicate_of"]),
        "ảnh đã kiểm tra": (_photos(record), [file["state"] for file in case["attachments"]]),
        "người theo dõi": (followers, case["followers"]),
    }
    return [
        f"{what}: đã làm {done!r}, API cho thấy {shown!r}"
        for what, (done, shown) in facts.items()
        if done != shown
    ]


def _photos(record: CaseRecord) -> list[str]:
    return ["checked"] if record.story.photo else []


def _answered(record: CaseRecord) -> bool:
    return any(action == "approve" for action, _ in record.steps)


def steps_shown(case: Json) -> list[tuple[str, str]]:
    """Actions and roles on a case's timeline, in order."""
    return [(entry["action"], entry["by"]["role"]) for entry in case["timeline"]]


def show_families(world: World) -> None:
    """Of cases that several people sent: one answer, which each of them was told once."""
    for parent in world.records.values():
        others = [one for one in world.records.values() if one.duplicate_of == parent.code]
        if len(others) < FAMILY - 1:
            continue
        told = [_told_of(one.citizen, parent.code, "followed_answered") for one in others]
        told.append(_told_of(parent.citizen, parent.code, "answered"))
        codes = ", ".join(one.code for one in others)
        world.expect(
            told == [1] * len(told),
            f"{parent.code} và {codes}: một lần trả lời, {len(told)} người gửi đều nhận được",
        )


def _told_of(citizen: Citizen, code: str, kind: str) -> int:
    """How often the bell says that of the case."""
    lines = citizen.api.pages("/me/notifications", limit=100)
    return sum((line["kind"], line.get("case")) == (kind, code) for line in lines)


def show_lists(world: World) -> None:
    """Every citizen's own list holds what that citizen sent, and nothing else."""
    for citizen in world.citizens.values():
        listed = Counter(item["code"] for item in citizen.api.pages("/me/cases", limit=100))
        sent = Counter(t.code for t in world.records.values() if t.citizen is citizen)
        if listed != sent:
            world.complain(f"{citizen.profile.full_name}: danh sách của tôi {listed} ≠ {sent}")


def show_messages(world: World) -> None:
    """Every message by kind: what had to come, what came; nothing missing, nothing twice."""
    try:
        until(lambda: not _missing(world), "mọi tin nhắn đến nơi")
    except Waited:
        world.complain("Có tin nhắn không đến")
    came = _came(world)
    kinds = sorted({(letter.channel, letter.kind) for letter in [*world.letters, *came]})
    world.console.table(
        ("", "Kênh", "Loại", "Phải có", "Đã đến"),
        [_kind_row(world.letters, came, channel, kind) for channel, kind in kinds],
    )
    _show_samples(world)
    _complain_about(world, "thiếu", world.letters - came)
    _complain_about(world, "thừa", came - world.letters)
    copies = sent_twice(world.post, world.letters)
    for copy in copies:
        world.complain(f"Gửi lặp: {copy.channel} đến {copy.recipient}: {copy.subject or copy.text}")
    if not copies:
        world.console.good("Không tin nhắn nào bị gửi hai lần (cùng người nhận, cùng nội dung)")


def _show_samples(world: World) -> None:
    """A few messages as the phones show them."""
    shown = {letter.kind: m for letter, m in arrived(world.post) if letter.channel == SMS}
    for kind in SAMPLES:
        if kind in shown:
            world.console.line(f"  ✉ {shown[kind].recipient}: {shown[kind].text}")


def _came(world: World) -> Counter[Letter]:
    letters = Counter(letter for letter, _ in arrived(world.post))
    letters.update(in_bells(world.citizens.values()))
    return letters


def _missing(world: World) -> Counter[Letter]:
    return world.letters - _came(world)


def _kind_row(
    owed: Counter[Letter], came: Counter[Letter], channel: str, kind: str
) -> tuple[str, ...]:
    def count(letters: Counter[Letter]) -> int:
        return sum(n for one, n in letters.items() if (one.channel, one.kind) == (channel, kind))

    same = count(owed) == count(came)
    return ("✓" if same else "✗", channel, kind, str(count(owed)), str(count(came)))


def _complain_about(world: World, what: str, letters: Counter[Letter]) -> None:
    for letter, count in list(letters.items())[:SHOWN]:
        world.complain(
            f"Tin nhắn {what} ({count}): {letter.channel} {letter.kind} {letter.case} "
            f"đến {letter.recipient}"
        )
    if len(letters) > SHOWN:
        world.complain(f"… và {len(letters) - SHOWN} tin nhắn {what} khác")
