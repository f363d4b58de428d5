"""The words of all pages: a Vietnamese and an English catalogue (`data/pages/`), none in templates.

A catalogue is read when the first page is asked for in its language. A text's gaps (`{count}`) are
filled in; the result is plain text, which templates escape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.languages import Language
from chalicelib.runtime.data_files import DATA


@frozen
class PageWords:
    """The texts of one language, by their keys (`cases.inbox.title`)."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **gaps: object) -> str:
        """The text with its gaps filled; raises KeyError for a key that the catalogue has not."""
        return self.texts[key].format(**gaps) if gaps else self.texts[key]

    def of(self, group: str, code: object) -> str:
        """The word for a code (`state`, `answered`); a code that nobody named stays as it is."""
        return self.texts.get(f"{group}.{code}", str(code))


@cache
def words_in(language: Language) -> PageWords:
    """The catalogue of that language."""
    file = DATA / "pages" / f"{language.value}.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    return PageWords(language, dict(_flat("", document)))


def _flat(prefix: str, part: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in part.items():
        key = f"{prefix}.{name}" if prefix else name
        found += _flat(key, value) if isinstance(value, dict) else [(key, str(value))]
    return found
