"""Names of persons in a text: those that the text introduces, and where one may stand.

Diacritics and capitals count where the text has them: «toi la nguyen van a» introduces a name like
«Tôi là Nguyễn Văn A». Vocabulary: judgement (default); surnames of the Kinh and of the peoples of
the north-west.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.words import bare

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t\u00a0]{1,3}")
_LONGEST = 5
"""Words of a name."""


def _vocabulary(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Phrases:
    """Phrases by their first word, as it is written and without diacritics."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.marked: dict[str, list[tuple[str, ...]]] = {}
        self.bare: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(phrase.split())
            self.marked.setdefault(words[0], []).append(words)
            self.bare.setdefault(bare(words[0]), []).append(words)


SURNAMES = _vocabulary(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đào "
    "đoàn lương mai tô trương tạ hà thào giàng sùng vàng lù tẩn chảo hảng lừu má cư phàn sần "
    "tráng thền lò quàng cà lường điêu khoàng pờ chang sừng lìm vừ mùa hờ cứ chá ly"
)
_SELDOM_WORDS = SURNAMES - {"má", "cư", "cà", "mùa", "cứ", "hờ", "mai", "hà", "ly", "chang"}
"""Those that open a name in small letters too, behind an introduction."""
TITLES = _vocabulary("ông bà anh chị cô chú bác em cháu thầy cụ ngài")
_INTRODUCTIONS = Phrases(
    (
        *("tôi là", "tôi tên là", "tên tôi là", "tôi tên", "em là", "em tên là", "em tên"),
        *("tên em là", "cháu là", "cháu tên là", "con là", "mình là", "mình tên", "mình tên là"),
        *("họ tên", "họ và tên", "họ và tên là", "họ tên là", "tên là", "người gửi"),
        *("người phản ánh", "người viết", "người viết đơn", "người kiến nghị", "ký tên"),
        *("chủ hộ là", "chủ hộ", "chủ nhà là", "chủ nhà", "chồng tôi là", "vợ tôi là"),
        *("con tôi là", "bố tôi là", "mẹ tôi là", "liên hệ", "xin gặp"),
    )
)
_OFFICES = Phrases(
    (
        *("công an", "chủ tịch", "phó chủ tịch", "trưởng thôn", "trưởng bản", "trưởng ban"),
        *("bí thư", "phó bí thư", "giám đốc", "phó giám đốc", "cán bộ", "hiệu trưởng", "bác sĩ"),
        *("tổ trưởng", "trưởng phòng", "kế toán", "chủ nhà", "chủ hộ", "chủ quán", "chủ thầu"),
        *("giáo viên", "giáo", "công chức", "lái xe", "tài xế", "phó thôn", "phó bản"),
    )
)
"""What may stand between a title and a name, or before a name."""
_PLACES = _vocabulary(
    "đường phố ngõ ngách trường chợ cầu xã phường thôn bản tổ khu lộ tỉnh huyện trấn hồ suối "
    "núi đèo dãy chùa đền đình viện học non thpt thcs quán ty máy trạm cảng ga sông đại phố "
    "hẻm tp công viên quảng ubnd tượng đài"
)
"""Behind these a name is that of a place."""
_PLACES_ONLY_BEHIND = {
    "viên": _vocabulary("công"),
    "học": _vocabulary("tiểu trung đại"),
}
"""What is a place behind these words alone: «công viên», and not «nhân viên» or «bạn học»."""
_NO_PLACES = frozenset({("gia", "đình"), ("thị", "trường")})
"""What ends like a place and is none: the name behind it is somebody's."""
_PLACES_WITH_MARKS = _vocabulary("chợ đền hồ bản quán phố")
"""Without their diacritics these are «cho», «đến», «hộ», «bạn», «quan», «phó» as well."""
_NOT_PERSONS = frozenset({("hoàng", "liên"), ("hồ", "chí"), ("lý", "do"), ("đào", "tạo")})


@frozen
class Word:
    """One word of a text, and where it stands."""

    text: str
    begin: int
    end: int

    @cached_property
    def small(self) -> str:
        """In small letters."""
        return self.text.lower()

    @cached_property
    def bare(self) -> str:
        """In small letters, without diacritics."""
        return bare(self.small)

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@frozen
class FoundName:
    """Words of a text that name somebody; `sure` unless a person has to look. `ends`: where it
    ends is known."""

    words: tuple[Word, ...]
    sure: bool
    ends: bool = True

    @property
    def place(self) -> tuple[int, int]:
        """From where to where it stands in the text."""
        return self.words[0].begin, self.words[-1].end


@lru_cache(256)
def _bare_of(known: str) -> str:
    return bare(known)


class Words:
    """The words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
        self.is_bare = all(word.small == word.bare for word in self.all)
        self.is_loud = not any(word.text != word.text.upper() for word in self.all)

    def means(self, word: Word, known: str) -> bool:
        """Whether it is that word: a text without any diacritics has them left out."""
        return word.small == known or (self.is_bare and word.bare == _bare_of(known))

    def is_one_of(self, word: Word, known: frozenset[str]) -> bool:
        """Whether it is one of those words."""
        if word.small in known:
            return True
        return self.is_bare and any(word.bare == _bare_of(one) for one in known)

    def said(self, at: int, phrases: Phrases) -> Iterator[tuple[str, ...]]:
        """Those of the phrases that stand at that word, in their order."""
        word = self.all[at]
        opened = phrases.bare.get(word.bare) if self.is_bare else phrases.marked.get(word.small)
        for phrase in opened or ():
            found = self.all[at : at + len(phrase)]
            if len(found) == len(phrase) and all(map(self.means, found, phrase)):
                yield phrase

    def follows(self, at: int) -> bool:
        """Whether only blanks part that word from the one before it."""
        return bool(_GAP.fullmatch(self.text, self.all[at - 1].end, self.all[at].begin))


def introduced(words: Words) -> Iterator[FoundName]:
    """Names behind «tôi là», «họ tên:», a title or an office."""
    for at, _ in enumerate(words.all):
        for phrase in words.said(at, _INTRODUCTIONS):
            yield from _behind(words, at + len(phrase), least=1)
        if _is_title(words, at):
            yield from _behind(words, at + 1, least=1, titled=True)
        for office in words.said(at, _OFFICES):
            yield from _behind(words, at + len(office), least=2, titled=True)


def perhaps(words: Words) -> Iterator[FoundName]:
    """Where a surname opens some capitals, and nothing says that it is a place."""
    for at, word in enumerate(words.all):
        if not word.is_capital or not words.is_one_of(word, SURNAMES):
            continue
        name = _capitals(words, at)
        pair = tuple(one.small for one in name[:2])
        if len(name) > 1 and pair not in _NOT_PERSONS and not _is_of_a_place(words, at):
            yield FoundName(name, sure=False)


def _behind(words: Words, at: int, *, least: int, titled: bool = False) -> Iterator[FoundName]:
    at = _past(words, at)
    if at >= len(words.all) or (titled and not words.follows(at)):
        return
    opens = words.is_one_of(words.all[at], SURNAMES)
    name = () if words.is_loud and not opens else _capitals(words, at)
    if len(name) >= least and (len(name) > 1 or not _opens_a_phrase(words, at)):
        # Without diacritics «co» may be a title, and much else.
        yield FoundName(name, sure=not (titled and words.is_bare and len(name) == 1))
    elif len(name) == 1 < least and not _opens_an_office(words, at):
        yield FoundName(name, sure=False)
    elif not titled and words.is_one_of(words.all[at], _SELDOM_WORDS) and not name:
        yield FoundName(tuple(words.all[at : at + 3]), sure=True, ends=False)


def _past(words: Words, at: int) -> int:
    """Behind a title and an office."""
    if at < len(words.all) and words.is_one_of(words.all[at], TITLES):
        at += 1
    office = next(words.said(at, _OFFICES), ()) if at < len(words.all) else ()
    return at + len(office)


def _opens_a_phrase(words: Words, at: int) -> bool:
    """A single capital that is no name: «Công an», «Sở Xây dựng», «UBND»."""
    word = words.all[at]
    return words.is_one_of(word, _COMMON) or (len(word.text) > 1 and word.text.isupper())


def _opens_an_office(words: Words, at: int) -> bool:
    """A single capital behind an office that is its place: «Công an Phường», «cán bộ Tư pháp»."""
    return _opens_a_phrase(words, at) or words.is_one_of(words.all[at], _OF_OFFICES)


_OF_OFFICES = _vocabulary(
    "xã phường tỉnh huyện thành thị thôn bản khu phòng mặt đảng đoàn tư địa y văn quản trung "
    "trường nông kinh giao môi nhà chi khối viện bệnh quốc nước điện thuế đất dục"
)
_COMMON = _vocabulary("công sở ủy uỷ ban tổ phòng đội hội trưởng người nhân ở dân cán ý")


def _capitals(words: Words, at: int) -> tuple[Word, ...]:
    """Capitals in a row; of a text all in capitals, as many as a name has at most."""
    end = at
    longest = 4 if words.is_loud else _LONGEST
    while end < len(words.all) and end - at < longest and words.all[end].is_capital:
        if end > at and not words.follows(end):
            break
        end += 1
    return tuple(words.all[at:end])


def _is_of_a_place(words: Words, at: int) -> bool:
    if at == 0 or not words.follows(at) or not words.is_one_of(words.all[at - 1], _PLACES):
        return False
    place, before = words.all[at - 1], words.all[at - 2] if at > 1 else None
    if words.is_bare and words.is_one_of(place, _PLACES_WITH_MARKS):
        return False
    for last, firsts in _PLACES_ONLY_BEHIND.items():
        if words.means(place, last):
            return before is not None and words.is_one_of(before, firsts)
    return before is None or not any(
        words.means(before, first) and words.means(place, last) for first, last in _NO_PLACES
    )


def _is_title(words: Words, at: int) -> bool:
    """Whether somebody's name may follow. «Chợ Bà Chiểu» is a place; whose title is in small
    letters is a person, whatever stands before: «tổ bà Hoa»."""
    word = words.all[at]
    if not words.is_one_of(word, TITLES):
        return False
    return not (word.is_capital and _is_of_a_place(words, at))


def mentions(words: Words, name: Sequence[str]) -> Iterator[FoundName]:
    """Where a name stands, whole in whatever letters, or its last two words alone.

    A last pair without capitals may be two ordinary words: somebody has to look.
    """
    known = [one.lower() for one in name]
    last = known[-2:]
    for at in range(len(words.all)):
        if len(known) > 1 and _says_name(words, at, known):
            yield FoundName(tuple(words.all[at : at + len(known)]), sure=True)
        elif len(last) == 2 and _says_name(words, at, last):
            pair = tuple(words.all[at : at + 2])
            yield FoundName(pair, sure=all(one.is_capital for one in pair))
        elif len(known) == 1 and words.all[at].is_capital and _says_name(words, at, known):
            yield FoundName((words.all[at],), sure=True)


def _says_name(words: Words, at: int, known: Sequence[str]) -> bool:
    found = words.all[at : at + len(known)]
    if len(found) < len(known):
        return False
    return all(_is_alike(word, one) for word, one in zip(found, known, strict=True))


def _is_alike(word: Word, known: str) -> bool:
    """The same; or one of the two is written without diacritics."""
    if word.small == known:
        return True
    plain = _bare_of(known)
    return word.bare == plain and (word.small == plain or known == plain)
