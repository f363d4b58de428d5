"""A text as anybody may read it: without what leads to a person. Source: docs/handbook.md §3, §11.

What is surely of a person is left out and named by its kind. Where that is unsure nothing is left
out, and the place is a doubt: somebody of the intake desk looks at it before it is published.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache

from chalicelib.cases.domain.personal_names import (
    FoundName,
    Words,
    introduced,
    mentions,
    perhaps,
)
from chalicelib.kernel.frozen import frozen


class Left(StrEnum):
    """What stands for what was left out."""

    EMAIL = "[email]"
    LINK = "[liên kết]"
    PERSONAL_ID = "[số định danh]"
    PHONE = "[số điện thoại]"
    PLATE = "[biển số]"
    NUMBER = "[số]"
    NAME = "[tên]"
    UNSURE = "[…]"
    """Of an answer, which nobody looks at: what may lead to a person."""


@frozen
class Redaction:
    """The text without persons; the passages of which it is unsure; the names that were found."""

    text: str
    doubts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@frozen
class _Span:
    begin: int
    end: int
    left: Left


_REMEMBERED = 64
"""Texts, in a process: a desk works on few cases at a time."""
MOST_NAMES = 20
"""Of a text that names more, somebody looks at the rest."""
_UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
_APART = rf"[\s.\-(){_UNSEEN}]{{0,3}}"
_SIGN = rf"[\s.,/_*+·•…\-\u2010-\u2015{_UNSEEN}]{{1,3}}"
"""Between groups of digits, of which one has three at least: lists of small numbers stay."""
_MONEY = r"(?!\s*(?:đồng(?!\s+chí)|đ\b|vnd|vnđ|triệu(?!\s+tập)|tr\b|tỷ|dong\b))"
"""What begins with 0 is no sum, whatever follows."""
_DATE = re.compile(r"(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)\d{2}(?!\d)")
"""No digits of a date belong to a number."""
_PATTERNS = (
    (Left.EMAIL, r"(?<![\w.+\-])[\w.+\-]{1,64}\s?@\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"),
    (Left.LINK, r"(?:https?://|www\.)\S+"),
    (Left.LINK, r"\b(?:facebook|fb|m\.me|zalo|tiktok)(?:\.com|\.me)?/\S+"),
    (Left.LINK, r"(?<![\w@.])(?:[\w\-]{1,63}\.){1,4}(?:com|vn|net|org|me|ly|be|gl|info)/\S+"),
    (Left.PERSONAL_ID, r"(?<!\d)(?!000)0(?:[ \-]?\d){11}(?!\d)"),
    (
        Left.PERSONAL_ID,
        r"(?<!\d)(?=(?:\d[.\u2010-\u2015]?){11}\d(?!\d))0\d{2,3}(?:[.\u2010-\u2015]\d{3,4}){2,3}",
    ),
    (Left.PERSONAL_ID, rf"(?<!\d)(?:\d[ \-]?){{11}}\d(?![ \-]?\d){_MONEY}"),
    (Left.PHONE, rf"(?<!\d[.,])(?<![\w])\(?0{_APART}[1-9]{_APART}(?:\d{_APART}){{7,8}}\d(?!\d)"),
    (Left.PHONE, rf"(?<![\w])\(?\+?84{_APART}(?:\d{_APART}){{8,9}}\d(?!\d){_MONEY}"),
    (
        Left.PHONE,
        rf"(?<!\w)(?=0[2-9]|0{_SIGN}[2-9]|84)(?=(?:\d{{1,2}}{_SIGN}){{0,4}}\d{{3}})"
        rf"(?:\d(?:{_SIGN})?){{9,10}}?\d(?!\d)",
    ),
    (Left.PHONE, r"(?<!\w)0[2-9](?:\s?[_*·•…\u2010-\u2015]\s?\d{2}){4}(?!\d)"),
    (Left.PHONE, r"(?<!\w)o(?:\d{9}|\d{2,3}(?:[\s.\-]{1,2}\d{3,4}){2})(?!\d)"),
    (Left.NUMBER, r"(?<!\d)0\d{7,}(?!\d)"),
    (Left.NUMBER, rf"(?<!\d)(?<!\d[ .,\-])0\d{{2}}[ .\-]\d{{3}}[ .\-]\d{{3}}(?!\d){_MONEY}"),
    (Left.NUMBER, rf"(?<!\d)\d{{4}}(?:[ \-]\d{{1,4}}){{3,4}}(?!\d){_MONEY}"),
    (Left.NUMBER, rf"(?<!\d)\d{{8,}}(?!\d){_MONEY}"),
)
_PLATES = (
    r"(?<!\w)\d{2}[ .\-\u2010-\u2015]?[A-ZĐ]{1,2}\d?[ .\-_\u2010-\u2015]{0,3}"
    r"(?:\d{3}[. \-]?\d{2}|\d{4})(?!\d)",
    r"(?<!\w)\d{2}-?[a-zđ]\d?-?(?:\d{3}\.?\d{2}|\d{4})(?!\d)",
    r"(?<!\w)[A-Z]{2}[ \-]\d{2}[ \-]\d{2}(?!\d)",
)
_DIGIT_WORD = (
    r"(?:không|khong|một|mot|hai|ba|bốn|bon|năm|nam|lăm|sáu|sau|bảy|bay|tám|tam|chín|chin)"
)
_DOUBTS = (
    r"(?<!\w)\d{2} ?[a-zđ]\d?[ .\-]{1,3}\d{3}[. \-]?\d{2}(?!\d)",
    rf"\b{_DIGIT_WORD}(?:[\s,.\-]+{_DIGIT_WORD}){{5,}}\b",
    r"(?<!\d)\d{7}(?!\d)" + _MONEY,
    r"\b(?:gmail|yahoo|hotmail|icloud)\b",
    r"(?<!\S)[^\s@]{0,60}@+[^\s@]{0,60}",
    r"\bnhà (?:tôi|em|cháu|mình|con|bà|ông)\b[^.\n]{0,20}?\bsố (?:nhà )?\d+",
    r"\bnha (?:toi|em|chau|minh)\b[^.\n]{0,20}?\bso (?:nha )?\d+",
    r"\b(?:facebook|fb|zalo|tiktok|nick)\b[ :]{1,3}(?-i:[A-ZĐÀ-Ỹ])\w*",
)


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """When the first text is read: most processes show cases alone."""
    return re.compile(pattern, flags)


@lru_cache(_REMEMBERED)
def redact(text: str, known: tuple[str, ...] = ()) -> Redaction:
    """The text without persons. `known` are names that it must not say, wherever they stand.

    Remembered for a while: what is done to a case, and the page that shows it, ask several times.
    """
    words = Words(text)
    found = list(introduced(words))
    names = [*known, *(_said(text, one) for one in found if one.sure)]
    names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    for name in names[:MOST_NAMES]:
        found += mentions(words, name.split())
    left = _merged([*_numbers(text), *(_Span(*one.place, Left.NAME) for one in found if one.sure)])
    unsure = {one.place for one in (*found, *perhaps(words)) if not one.sure}
    unsure |= {
        match.span()
        for pattern in _DOUBTS
        for match in _compiled(pattern, re.IGNORECASE).finditer(text)
    }
    open_ended = {one.place for one in found if not one.ends}
    open_ended |= {one.place for one in found[-1:] if len(names) > MOST_NAMES}
    doubts = sorted(open_ended | set(_outside(unsure, left)))
    passages = dict.fromkeys(text[begin:end] for begin, end in doubts)
    return Redaction(_without(text, left), tuple(passages), tuple(names))


def _numbers(text: str) -> Iterator[_Span]:
    """An earlier pattern has what it matches for itself."""
    dates = [_Span(*match.span(), Left.NUMBER) for match in _DATE.finditer(text)]
    taken = list(dates)
    plates = ((Left.PLATE, _compiled(pattern)) for pattern in _PLATES)
    numbers = [(left, _compiled(pattern, re.IGNORECASE)) for left, pattern in _PATTERNS]
    for left, pattern in (*numbers[:4], *plates, *numbers[4:]):
        for match in pattern.finditer(text):
            begin, end = match.span()
            if all(end <= one.begin or begin >= one.end for one in taken):
                taken.append(_Span(begin, end, left))
    yield from taken[len(dates) :]


def _said(text: str, name: FoundName) -> str:
    return text[name.words[0].begin : name.words[-1].end]


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """In their order, those that overlap as one."""
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda one: (one.begin, -one.end)):
        last = merged[-1] if merged else None
        if last is not None and span.begin < last.end:
            merged[-1] = _Span(last.begin, max(last.end, span.end), last.left)
        else:
            merged.append(span)
    return merged


def _outside(places: Iterable[tuple[int, int]], left: list[_Span]) -> Iterator[tuple[int, int]]:
    """Those of the places that are not left out already."""
    begins = [one.begin for one in left]
    for begin, end in places:
        at = bisect_right(begins, begin) - 1
        if at < 0 or left[at].end < end:
            yield begin, end


def _without(text: str, spans: list[_Span]) -> str:
    parts, at = list[str](), 0
    for span in spans:
        parts += [text[at : span.begin], span.left.value]
        at = span.end
    return "".join([*parts, text[at:]])
