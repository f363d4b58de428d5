"""Attacks on the doors of the API, each with the answer that it gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.doors import Door
from tests.support.hostile import DOORS
from tests.support.hostile_values import VALUES


@dataclass(frozen=True)
class Attack:
    """A body, and the answer it gets: status, code, and (for 422) the fault's pointer and code."""

    name: str
    raw: bytes
    status: int
    code: str
    fault: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    readable: bool = False
    """Of good form, and refused by who knows more than the form: the answer is kept under a key."""


def attacks_on(door: Door) -> Iterator[Attack]:
    """All that are tried on this door."""
    yield from _unreadable(door)
    yield from _of_the_wrong_kind(door)
    yield from _wrong_members(door)
    yield from _wrong_texts(door)
    yield from _wrong_values(door)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _unreadable(door: Door) -> Iterator[Attack]:
    good = _dumped(door.body)
    name = next(iter(door.body))
    first = json.dumps(name).encode()
    bodies: Mapping[str, tuple[bytes, str]] = {
        "nothing": (b"", "not_json"),
        "half of it": (good[: len(good) // 2].rstrip(b"\xc3\xc4\xe1\xba\xbb\xc6"), "not_json"),
        "a form": (b"phone=0912345678&otp=1", "not_json"),
        "latin-1": (b'{"a": "\xe9\xe8"}', "not_utf8"),
        "a surrogate in UTF-8": (b'{"a": "\xed\xa0\xbd"}', "not_utf8"),
        "a lone surrogate": (b'{"a": "\\ud83d"}', "lone_surrogate"),
        "a name twice": (good[:-1] + b", " + first + b": 1}", "duplicate_key"),
        "NaN": (good[:-1] + b', "a": NaN}', "not_a_number"),
        "infinity": (good[:-1] + b', "a": -Infinity}', "not_a_number"),
        "depth 33": (b"[" * 33 + b"]" * 33, "too_deep"),
        "depth 10,000": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
    }
    for about, (raw, code) in bodies.items():
        yield Attack(about, raw, 400, code)


def _of_the_wrong_kind(door: Door) -> Iterator[Attack]:
    good = _dumped(door.body)
    huge = good[:-1] + b', "a": "' + b"x" * 128 * 1024 + b'"}'
    yield Attack("over 128 KiB", huge, 413, "too_large")
    yield Attack("over 128 KiB of nothing", b" " * (128 * 1024 + 1), 413, "too_large")
    for media in ("text/plain", "application/xml", "multipart/form-data", "application/json-seq"):
        headers = {"Content-Type": media}
        yield Attack(media, good, 415, "unsupported_media_type", headers=headers)
    latin = {"Content-Type": "application/json; charset=iso-8859-1"}
    yield Attack("as latin-1", good, 415, "unsupported_media_type", headers=latin)
    packed = {"Content-Encoding": "gzip"}
    yield Attack("compressed", good, 415, "unsupported_media_type", headers=packed)
    for about, value in {"a list": [], "a text": "x", "a number": 5, "null": None}.items():
        yield _unfit(about, value, "", "wrong_type")


def _unfit(about: str, value: Any, pointer: str, code: str) -> Attack:
    return Attack(about, _dumped(value), 422, "invalid", (pointer, code))


def _wrong_members(door: Door) -> Iterator[Attack]:
    yield _unfit("unknown member", {**door.body, "is_admin": True}, "/is_admin", "unknown_field")
    for name in door.body:
        rest = {key: value for key, value in door.body.items() if key != name}
        if name not in door.optional:
            yield _unfit(f"without {name}", rest, f"/{name}", "missing")
        for about, value in {"an object": {"$ne": 1}, "nested": [[1]]}.items():
            attack = _unfit(f"{name} as {about}", {**door.body, name: value}, f"/{name}", "")
            if isinstance(door.body[name], dict | list):
                continue
            yield attack


def _wrong_texts(door: Door) -> Iterator[Attack]:
    spoilt: Mapping[str, Callable[[int, int], tuple[str, str]]] = {
        "empty": lambda *_: ("", "too_short"),
        "100,000 characters": lambda *_: ("x" * 100_000, "too_long"),
        "one too many": lambda _, most: ("ồ" * (most + 1), "too_long"),
        "NUL": lambda least, _: ("đ" * least + "\x00", "control_character"),
        "escape": lambda least, _: ("đ" * least + "\x1b[2J", "control_character"),
        "C1 control": lambda least, _: ("đ" * least + "\x85", "control_character"),
        "a lone CR": lambda least, _: ("đ" * least + "\r", "control_character"),
        "blanks": lambda least, _: (" \u00a0\u3000" * least, "blank"),
        "invisible": lambda least, _: ("\u200b\u2060\u3164" * least, "blank"),
    }
    for name, (least, most) in door.texts.items():
        for about, spoil in spoilt.items():
            text, code = spoil(least, most)
            yield _unfit(f"{name}: {about}", {**door.body, name: text}, f"/{name}", code)
        if least > 1:
            short = {**door.body, name: "é" * (least - 1)}
            yield _unfit(f"{name}: one too few", short, f"/{name}", "too_short")
            decomposed = {**door.body, name: "e\u0302\u0301" * (least - 1)}
            yield _unfit(f"{name}: one too few in NFC", decomposed, f"/{name}", "too_short")


def _wrong_values(door: Door) -> Iterator[Attack]:
    if next(other for other in DOORS if other.route == door.route) is not door:
        return
    for bad in VALUES.get(door.route, ()):
        raw = _dumped({**door.body, **bad.members})
        about = f"{bad.fault} {json.dumps(bad.members, ensure_ascii=False)[:60]}"
        yield Attack(about, raw, 422, bad.code, (bad.pointer, bad.fault), readable=True)
    if "location" in door.body:
        good = _dumped(door.body)
        for number in (b"NaN", b"Infinity", b"-Infinity"):
            raw = good.replace(b"22.4856", number)
            yield Attack(f"a latitude of {number.decode()}", raw, 400, "not_a_number")
        endless = good.replace(b"22.4856", b"1e400")
        yield Attack("1e400", endless, 422, "invalid", ("/location/lat", "out_of_range"))
