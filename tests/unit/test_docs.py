"""What the pages for engineers name is there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from chalicelib.function_forms import queues
from chalicelib.functions import FUNCTIONS
from chalicelib.routes import LOCAL_ROUTES
from operations.redrive import TARGETS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").glob("**/*.md"), ROOT / "README.md"])
NOUNS = {folder.name for folder in (ROOT / "chalicelib").iterdir() if folder.is_dir()}
TESTS = {
    name
    for file in (ROOT / "tests").rglob("*.py")
    for name in (file.name, *re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8")))
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    """Files of the tree by their paths, those of nouns also without `chalicelib/` before them."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+\.py)(?:::\w+)?`", text))
    gone = [
        name
        for name in named
        if "/" in name
        and not (ROOT / name).exists()
        and not (ROOT / "chalicelib" / name).exists()
        and (name.split("/")[0] in NOUNS or (ROOT / name.split("/")[0]).exists())
    ]
    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    """In the file that it is named with."""
    text = page.read_text(encoding="utf-8")
    gone = [
        f"{file}::{name}"
        for file, name in re.findall(r"`(tests/[\w./-]+\.py)::(\w+)`", text)
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """To a file of the tree, and where it names a heading, to one."""
    links = re.findall(r"\]\(([^)#\s]*)(?:#([\w-]+))?\)", page.read_text(encoding="utf-8"))
    ours = [(link, heading) for link, heading in links if not link.startswith("http")]
    gone = [link for link, _ in ours if not (page.parent / link).exists()]
    assert gone == []
    named = [(page.parent / link if link else page, heading) for link, heading in ours if heading]
    assert [heading for file, heading in named if heading not in headings(file)] == []


def headings(page: Path) -> set[str]:
    """As links name them."""
    lines = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    """What is made, with its variables, and what is run as a module."""
    text, makefile = page.read_text(encoding="utf-8"), (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = [words.split() for words in re.findall(r"`make ([a-z][^`]*)`", text)]
    assert [words[0] for words in named if words[0] not in targets] == []
    variables = {name for words in named for name in re.findall(r"\b([A-Z_]+)=", " ".join(words))}
    assert {name for name in variables if f"$({name})" not in makefile} == set()
    modules = [ROOT / name.replace(".", "/") for name in re.findall(r"python -m ([\w.]+)", text)]
    gone = [one for one in modules if not one.with_suffix(".py").exists() and not one.is_dir()]
    assert [one.name for one in gone if one.name != "pip"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_name_stands_in_the_file_that_a_page_names_with_it(page: Path) -> None:
    """`name` (`folder/file.py`), or `name` of `folder/file.py`; functions are called by theirs."""
    pairs = re.findall(
        r"`(\w+)`\s+(?:\(|of\s+)`([\w./-]+/[\w-]+\.py)`", page.read_text(encoding="utf-8")
    )
    functions = {function.name for function in FUNCTIONS}
    assert [
        (name, file)
        for name, file in pairs
        if name not in functions
        and not any(name in one.read_text("utf-8") for one in _places(file) if one.exists())
    ] == []


def _places(file: str) -> tuple[Path, Path]:
    return ROOT / file, ROOT / "chalicelib" / file


def test_the_tree_that_is_shown_has_the_nouns_in_their_order() -> None:
    """That of import-linter's contract; nouns that do not need each other in any."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [
        {name.strip().removeprefix("chalicelib.") for name in layer.split("|")}
        for layer in reversed(contracts["contracts"][0]["layers"])
    ]
    place = {name: number for number, layer in enumerate(layers) for name in layer}
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = re.findall(r"^  (\w+)/ ", page.partition("infra/ ")[0], re.MULTILINE)
    nouns = [name for name in shown if name != "data"]
    assert set(nouns) == {name for name in place if name in NOUNS}
    assert [place[name] for name in nouns] == sorted(place[name] for name in nouns)


def test_every_page_is_found_from_the_readme() -> None:
    """Within two files."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")}
    assert {name for name in pages if f"(docs/{name})" not in readme} == set()


def test_every_test_that_guards_a_kind_of_fault_is_there() -> None:
    """A row whose test is gone guards nothing."""
    rows = (ROOT / "docs" / "fault-kinds.md").read_text(encoding="utf-8")
    named = {f"{name}{end}" for name, end in re.findall(r"\b(test_\w+)(\.py)?", rows)}
    assert named
    assert {name for name in named if name not in TESTS and f"{name}.py" not in TESTS} == set()


_SECTION = re.compile(r"handbook(?:\.md)?\)?,?((?:(?: |,|and)*§\d+)+)")


def test_the_runbook_of_dead_letters_names_all_that_can_be_moved_back() -> None:
    """Each queue of `make redrive`, and the function in whose log the error stands."""
    page = (ROOT / "docs" / "runbooks" / "dead-letter-queue.md").read_text(encoding="utf-8")
    fed = [one.name for one in FUNCTIONS if queues((one,))]
    assert [name for name in (*TARGETS, *fed) if f"`{name}`" not in page] == []


def test_every_section_of_the_handbook_that_is_named_is_there() -> None:
    """By pages, and by code that says where its rules come from."""
    handbook = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
    there = set(re.findall(r"^## (\d+)\. ", handbook, re.MULTILINE))
    code = [one for folder in ("chalicelib", "tests") for one in (ROOT / folder).rglob("*.py")]
    named = {
        number: file.name
        for file in [*PAGES, *code]
        for numbers in _SECTION.findall(" ".join(file.read_text("utf-8").split()))
        for number in re.findall(r"\d+", numbers)
    }
    assert {"2", "10", "11"} <= set(named)
    assert {number: name for number, name in named.items() if number not in there} == {}


def test_requests_that_pages_show_are_routes() -> None:
    """Requests by curl, below `$API`; a variable stands for a member of a path."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    local = {route.split()[1] for routes in LOCAL_ROUTES.values() for route in routes}
    routes = {re.sub(r"\{\w+\}", "*", path) for path in document["paths"]} | local
    shown = {
        "/v1" + re.sub(r"\$\w+", "*", path)
        for page in PAGES
        for path in re.findall(r"\$API(/[\w/$-]+)", page.read_text(encoding="utf-8"))
    }
    assert "/v1/officer/cases/*/transitions" in shown
    assert shown - routes == set()


_MADE = re.compile(r"(?:`|^ +)make ([a-z][a-z-]*)([^`\n]*)", re.MULTILINE)
_VARIABLE = re.compile(r"\b([A-Z][A-Z_]+)=")


def test_every_command_that_a_page_names_can_be_made() -> None:
    """Each `make …` is one of the Makefile's, and takes what the page gives it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    used = set(re.findall(r"\$\((?:if \$\()?([A-Z_]+)", makefile)) | {"BROWSER", "LOAD"}
    wrong = [
        f"{page.name}: make {target}{rest}"
        for page in PAGES
        for target, rest in _MADE.findall(page.read_text(encoding="utf-8"))
        if not set(target.split()) <= targets or not set(_VARIABLE.findall(rest)) <= used
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("architecture.md", "So a citizen's case page costs one call"),
        ("architecture.md", "If the worker dies after sending"),
        ("adr/0014-sessions-rotate.md", "newest refresh token,\nends 60 days"),
        ("functions.md", "| `GetItem`"),
        ("how-to-change.md", "## A field of a case"),
        ("how-to-change.md", "## A worker"),
    ],
)
def test_a_newcomer_finds_it_within_two_files(page: str, words: str) -> None:
    """README leads there, and there it stands."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"(docs/{page})" in readme
    assert words in (ROOT / "docs" / page).read_text(encoding="utf-8")


SLIPS = re.compile(r"\b(the own|stands here more than once|informations|equipments)\b", re.I)
"""English that no reader of English would write."""


def test_slips_that_a_stranger_noticed_do_not_come_back() -> None:
    """In pages, in texts that people are shown, and in what code says of itself."""
    kinds = ("*.py", "*.md", "*.json")
    folders = (
        "chalicelib",
        "docs",
        "infra",
        "localstack",
        "operations",
        "bench",
        "chaos",
        "load",
        "tests",
    )
    files = [ROOT / "README.md", *(f for d in folders for k in kinds for f in (ROOT / d).rglob(k))]
    assert [
        str(f.relative_to(ROOT))
        for f in files
        if f != Path(__file__) and SLIPS.search(f.read_text("utf-8"))
    ] == []
