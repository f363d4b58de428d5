"""All words stand in the two catalogues, in both languages, and none in a template."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.words import words_in

PRODUCT = Path(__file__).parents[4] / "chalicelib"
TEMPLATES = sorted(PRODUCT.glob("*/pages/templates/**/*.html"))
SOURCES = [*TEMPLATES, *PRODUCT.glob("*/pages/**/*.py")]
VI, EN = words_in(Language.VI).texts, words_in(Language.EN).texts
_LOGIC = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_TOLD = re.compile(r"""(?:alt|aria-label|placeholder|title)="([^"{]*[^\W\d_][^"{]*)""")
_LITERAL = re.compile(r"""\bt\('([^']+\.[^']+)'""")
_IN_CODE = re.compile(r"""\bwords\(\s*f?"([^"]+)\"""")


def gaps(text: str) -> set[str]:
    """The names to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_words_with_the_same_gaps() -> None:
    """What is said in one language is said in the other."""
    assert VI.keys() == EN.keys()
    assert {key for key in VI if gaps(VI[key]) != gaps(EN[key])} == set()
    assert all(text.strip() for text in (*VI.values(), *EN.values()))


def test_no_word_is_of_one_province() -> None:
    """Its name, its app and its communes are data: the same words stand in another one."""
    own = ("Lào Cai", "LaoCai", "Lai Châu", "LaiChau", "02647")
    said = [*VI.items(), *EN.items()]
    assert [key for key, text in said if any(name in text for name in own)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PRODUCT)))
def test_no_template_holds_words(file: Path) -> None:
    """Neither between elements nor in what is read out."""
    markup = _LOGIC.sub("", file.read_text(encoding="utf-8"))
    assert re.findall(r"[^\W\d_]+", _TAG.sub(" ", markup)) == []
    assert _TOLD.findall(markup) == []


def test_every_word_that_is_asked_for_is_there() -> None:
    """Keys that are put together are held by the pages' own tests."""
    asked = {
        key
        for file in SOURCES
        for pattern in (_LITERAL, _IN_CODE)
        for key in pattern.findall(file.read_text(encoding="utf-8"))
        if "{" not in key and not key.endswith((".", "_"))
    }
    assert len(asked) > 50
    assert asked - VI.keys() == set()


def test_no_word_is_there_for_nobody() -> None:
    """Each key, or the front of it that a page completes, stands in some page."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    unused = [key for key in VI if key not in text and not _completed(key, text)]
    assert unused == []


def _completed(key: str, text: str) -> bool:
    front = key.rpartition(".")[0]
    starts = (f"'{front}.'", f'"{front}.', f"'{front}'", f'"{front}"', f"'{front}_")
    begun = (f"'{key[:cut]}'" for cut in range(4, len(key)) if key[cut - 1] in "._")
    return any(start in text for start in (*starts, *begun))
