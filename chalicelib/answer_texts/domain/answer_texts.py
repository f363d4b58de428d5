"""Ready answer texts of an agency: what can be asked of them, and how they are filled in.

A field is a name in braces, `{code}`. Braces stand for nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.errors import Fault, Path

FIELDS = ("code", "category", "commune", "agency", "submitted", "due")
"""What a case fills in: its code, the names of category, commune and agency, the local day on which
it was sent, its due time. Nothing that leads to a person."""
MOST_PER_AGENCY = 200
_FIELD = re.compile(r"\{([a-z_]+)\}")
_LETTER_D = str.maketrans("đĐ", "dD")


@dataclass(frozen=True)
class AnswerText:
    """One text in its present version. `category` None: for all of them. Instants are UTC."""

    agency: str
    id: str
    category: str | None
    title: str
    text: str
    active: bool
    version: int
    changed_at: datetime
    changed_by: str
    """Id of an officer."""


def fields_of(text: str) -> tuple[str, ...]:
    """The fields of a text, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def field_faults(text: str, path: Path) -> Iterator[Fault]:
    """Fields that no case fills in, and braces that are no field's."""
    if any(name not in FIELDS for name in fields_of(text)):
        yield Fault(path, "unknown_text_field", {"allowed": ", ".join(FIELDS)})
    if set("{}") & set(_FIELD.sub("", text)):
        yield Fault(path, "stray_brace")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: braces within values stay as they are.

    Raises KeyError for a field without a value.
    """
    return _FIELD.sub(lambda found: values[found.group(1)], text)


def folded(text: str) -> str:
    """As it is compared in a search: small letters without diacritics, `đ` as `d`."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTER_D))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def matches(text: AnswerText, words: str) -> bool:
    """Whether each of the words begins a word of its title or text, diacritics or not. Signs among
    them are no words; where there is nothing else, nothing is found."""
    there, sought = _words(f"{text.title} {text.text}"), _words(words)
    found = (any(word.startswith(one) for word in there) for one in sought)
    return bool(sought) and all(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(text))
