"""Whoever catches everything says why, behind the very line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("chalicelib", "infra", "operations", "localstack", "bench", "chaos", "load")
_BROAD = re.compile(r"^\s*except(\s+\(?.*\b(Base)?Exception\b.*|\s*):.*$", re.MULTILINE)
_REASON = re.compile(r":\s*#\s*(noqa: BLE001 - )?(?!noqa)\w.{5,}$")


def unexplained(text: str) -> list[str]:
    """The lines that catch everything without a word."""
    found = (match.group().strip() for match in _BROAD.finditer(text))
    return [line for line in found if not _REASON.search(line)]


def test_each_broad_catch_says_why() -> None:
    """A fault that is swallowed by habit is a fault that nobody sees."""
    files = [ROOT / "app.py", *(one for name in PACKAGES for one in (ROOT / name).rglob("*.py"))]
    assert len(files) > 500
    found = {str(file): unexplained(file.read_text(encoding="utf-8")) for file in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_guard_tells_a_reason_from_none() -> None:
    """A bare one, one of several and a mere `noqa` are found; narrow ones are nobody's business."""
    bad = ("except:", "except Exception:", "except (OSError, Exception) as fault:")
    bad = (*bad, "except BaseException:  # noqa: BLE001", "except Exception as e:  # noqa")
    assert unexplained("\n".join(bad)) == list(bad)
    good = "except Exception:  # noqa: BLE001 - the outermost edge"
    assert unexplained(f"{good}\nexcept ValueError:\nexcept BrokenThings:") == []
