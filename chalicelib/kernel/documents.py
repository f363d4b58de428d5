"""Documents that people edit (policies, rules, rosters), read member by member.

A reader gathers everything that is wrong, so that an administrator sees all faults at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, time
from typing import TypeVar

from chalicelib.kernel.errors import Fault, Invalid, Params, Path
from chalicelib.kernel.texts import has_controls, is_one_line, normal, shows_nothing
from chalicelib.kernel.time_forms import parse_day, parse_time

T = TypeVar("T")
LONGEST_TEXT = 1000
LARGEST_NUMBER = 100_000


class Document:
    """One JSON object. Members that are wrong read as a neutral value; `finish` then raises."""

    def __init__(
        self, value: object, path: Path = (), family: list[Document] | None = None
    ) -> None:
        self._members: Mapping[str, object] = value if isinstance(value, Mapping) else {}
        self._path = path
        self._read: set[str] = set()
        self._faults: list[Fault] = []
        self._family = [] if family is None else family
        self._family.append(self)
        self._absent = value is None and bool(path)
        """Its parent has said that it is missing; its members are not asked for one by one."""
        if not isinstance(value, Mapping) and not self._absent:
            self.fault("", "wrong_type")

    def has(self, name: str) -> bool:
        """Whether something is said of this member, null too."""
        return name in self._members

    def says(self, name: str) -> bool:
        """Whether there is anything but null of this member, which need not be there."""
        self._read.add(name)
        return self._members.get(name) is not None

    def text(self, name: str) -> str:
        """A text of one line and 1–1,000 characters, in NFC."""
        value = self._value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(name, "wrong_type")
            return ""
        text = normal(value)
        if not text:
            self.fault(name, "too_short", {"min": 1})
        elif len(text) > LONGEST_TEXT:
            self.fault(name, "too_long", {"max": LONGEST_TEXT})
        else:
            self._check(name, text)
        return text

    def optional_text(self, name: str) -> str | None:
        """A text, or nothing (null or not there)."""
        if self._members.get(name) is not None:
            return self.text(name)
        self._read.add(name)
        return None

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """One of these texts; the first of them stands for a wrong one."""
        value = self.text(name)
        if value in allowed:
            return value
        if value:
            self.fault(name, "not_one_of", {"allowed": ", ".join(allowed)})
        return next(iter(allowed))

    def whole(self, name: str, least: int = 0, most: int = LARGEST_NUMBER) -> int:
        """A whole number between two others; `least` stands for a wrong one."""
        value = self._value(name)
        if value is None:
            return least
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(name, "wrong_type")
            return least
        if not least <= value <= most:
            self.fault(name, "out_of_range", {"min": least, "max": most})
            return least
        return value

    def optional_whole(self, name: str, least: int = 0, most: int = LARGEST_NUMBER) -> int:
        """A whole number, or 0 where 0 or nothing is said."""
        self._read.add(name)
        given = self._members.get(name, 0)
        return 0 if given == 0 and type(given) is int else self.whole(name, least, most)

    def wholes(self, name: str, least: int = 0, most: int = LARGEST_NUMBER) -> tuple[int, ...]:
        """A list of whole numbers between two others, none of them there twice."""
        values = self._items(name, LARGEST_NUMBER)
        found = tuple(one for one in values if type(one) is int and least <= one <= most)
        if len(found) < len(values):
            self.fault(name, "out_of_range", {"min": least, "max": most})
        self.each_once(name, found)
        return found

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value(name)
        if value is not None and not isinstance(value, bool):
            self.fault(name, "wrong_type")
        return value is True

    def optional_flag(self, name: str) -> bool:
        """True or false, or false where nothing is said."""
        self._read.add(name)
        return self.flag(name) if name in self._members else False

    def day(self, name: str) -> date:
        """A calendar day of 2000 to 2100, written like 2026-08-03."""
        return self._parsed(name, parse_day, date.min)

    def time(self, name: str) -> time:
        """A local time of day, written like 07:30."""
        return self._parsed(name, parse_time, time.min)

    def part(self, name: str) -> Document:
        """An object within this one."""
        return Document(self._value(name), self._at(name), self._family)

    def optional_part(self, name: str) -> Document | None:
        """An object within this one, or nothing (null or not there)."""
        if self._members.get(name) is not None:
            return self.part(name)
        self._read.add(name)
        return None

    def parts(self, name: str, most: int = LARGEST_NUMBER) -> list[Document]:
        """A list of objects, at most so many; of more none is read."""
        return [
            Document(value, (*self._at(name), index), self._family)
            for index, value in enumerate(self._items(name, most))
        ]

    def texts(
        self, name: str, most: int = LARGEST_NUMBER, longest: int = LONGEST_TEXT
    ) -> tuple[str, ...]:
        """A list of texts in NFC, none of them empty, too long, or there twice."""
        values = self._items(name, most)
        texts = tuple(normal(value) for value in values if isinstance(value, str) and value)
        if len(texts) < len(values):
            self.fault(name, "wrong_type")
        if any(len(text) > longest for text in texts):
            self.fault(name, "too_long", {"max": longest})
        self.each_once(name, texts)
        for text in texts:
            self._check(name, text)
        return texts

    def optional_texts(
        self, name: str, most: int = LARGEST_NUMBER, longest: int = LONGEST_TEXT
    ) -> tuple[str, ...]:
        """A list of texts, or none where nothing is said."""
        self._read.add(name)
        return self.texts(name, most, longest) if name in self._members else ()

    def each_once(self, name: str, keys: Iterable[object]) -> None:
        """No two rows of a list may have the same key."""
        found = list(keys)
        if len(set(found)) < len(found):
            self.fault(name, "not_unique")

    def fault(self, name: str, code: str, params: Params | None = None) -> None:
        """Note what is wrong with a member (an empty name: with the object itself)."""
        self._faults.append(Fault(self._at(name) if name else self._path, code, params or {}))

    def is_sound(self, *names: str) -> bool:
        """Whether nothing is wrong so far with these members: else no rule speaks of them."""
        places = tuple(self._at(name) for name in names)
        faults = (fault for document in self._family for fault in document._faults)
        return not any(fault.path[: len(place)] == place for fault in faults for place in places)

    def finish(self) -> None:
        """Raise Invalid with all faults, members that nobody read included."""
        faults = [fault for document in self._family for fault in document._found()]
        if faults:
            raise Invalid(faults)

    def _found(self) -> list[Fault]:
        unknown = [name for name in self._members if name not in self._read]
        return [*self._faults, *(Fault(self._at(name), "unknown_field") for name in unknown)]

    def _value(self, name: str) -> object:
        self._read.add(name)
        value = self._members.get(name)
        if value is None and not self._absent:
            self.fault(name, "missing")
        return value

    def _items(self, name: str, most: int) -> list[object]:
        value = self._value(name)
        if value is not None and not isinstance(value, list):
            self.fault(name, "wrong_type")
        elif isinstance(value, list) and len(value) > most:
            self.fault(name, "too_long", {"max": most})
            return []
        return value if isinstance(value, list) else []

    def _parsed(self, name: str, parse: Callable[[str], T], neutral: T) -> T:
        text = self.text(name)
        try:
            return parse(text) if text else neutral
        except Invalid as invalid:
            for fault in invalid.faults:
                self.fault(name, fault.code, fault.params)
            return neutral

    def _check(self, name: str, text: str) -> None:
        if has_controls(text) or not is_one_line(text):
            self.fault(name, "control_character")
        elif shows_nothing(text):
            self.fault(name, "blank")

    def _at(self, name: str) -> Path:
        return (*self._path, name)
