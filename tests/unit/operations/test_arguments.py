"""Command lines: numbers and instants in one form each, told before anything is begun."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import read_rule, suggestion
from chalicelib.functions import FUNCTIONS
from localstack import invoke
from operations import first_load, foreign_cases, import_list, revoke
from operations.arguments import endpoint, instant, whole
from operations.places import free_port
from operations.stacks import for_any_stage, parser, place_of, stack_of
from tests.support import time_forms as table

NO_NUMBERS = ("", " 5", "5 ", "+5", "-5", "5.0", "5e1", "1_000", "٥", "５", "0x5", "5\n", "nan")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_numbers_are_plain_digits(text: str) -> None:
    """No sign, blank, underscore, exponent or digits of other scripts."""
    with pytest.raises(argparse.ArgumentTypeError, match="whole number"):
        whole(1)(text)


@pytest.mark.parametrize(("text", "good"), [("0", False), ("1", True), ("10", True), ("11", False)])
def test_numbers_have_bounds(text: str, good: bool) -> None:
    """Which the refusal names."""
    if good:
        assert whole(1, 10)(text) == int(text)
    else:
        with pytest.raises(argparse.ArgumentTypeError, match="1 to 10"):
            whole(1, 10)(text)


@pytest.mark.parametrize("port", ["0", "65536", "4_566", "+4566", "４５６６"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends before it looks for a cloud."""
    with pytest.raises(SystemExit):
        parser().parse_args(["--port", port])
    assert "--port" in capsys.readouterr().err


def test_a_port(tmp_path: Path) -> None:
    """Four digits as ever."""
    given = parser().parse_args(["--port", "4599", "--folder", str(tmp_path)])
    assert place_of(given).port == 4599


@pytest.mark.parametrize("text", [*table.WRONG_INSTANTS, *table.FAR_INSTANTS])
def test_a_clock_that_is_no_instant(text: str) -> None:
    """Told at the start, with an example."""
    with pytest.raises(argparse.ArgumentTypeError, match="2026-08-03T07:00"):
        instant(text)


def test_a_clock() -> None:
    """As the Makefile writes it."""
    assert instant("2026-08-03T07:00+07:00") == datetime(2026, 8, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000", "https://tables.example/"])
def test_an_address_of_a_service(text: str) -> None:
    """Without the slash at its end."""
    assert endpoint(text) == text.rstrip("/")


@pytest.mark.parametrize(
    "text", ["", "8000", "127.0.0.1:8000", "ftp://x", "http://", "http://x/table", "http://x y"]
)
def test_an_address_that_is_none(text: str) -> None:
    """Told at the start, with an example."""
    with pytest.raises(argparse.ArgumentTypeError, match=r"http://127\.0\.0\.1:8000"):
        endpoint(text)


ROUGH: tuple[Callable[[str], object], ...] = (int, float)
NUMBERED = ("bench", "chaos", "load", "localstack", "operations")


@pytest.mark.parametrize("folder", NUMBERED)
def test_no_command_reads_numbers_in_python_s_own_way(folder: str) -> None:
    """`int` takes `1_000`, ` 5` and `٥`."""
    sources = (Path(__file__).parents[3] / folder).rglob("*.py")
    rough = [f"type={kind.__name__}" for kind in ROUGH] + ["int(size)", "int(sys.argv"]
    found = [str(file) for file in sources for one in rough if one in file.read_text("utf-8")]
    assert found == []


Command = Callable[[], object]
Refusal = Callable[[Command, str], str]


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """What a command says that is called with that line and ends at once."""

    def told(command: Command, line: str) -> str:
        monkeypatch.setattr("sys.argv", ["command", *line.split()])
        with pytest.raises(SystemExit):
            command()
        return capsys.readouterr().err

    return told


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (import_list.main, "officials gone.csv"),
        (revoke.main, "--reason leaving gone.csv"),
        (foreign_cases.main, "--system tong-dai-1022 --officer cb021 gone.csv"),
        (first_load.main, "gone.csv passwords.csv"),
        (invoke.main, "relay gone.csv"),
    ],
)
def test_a_file_that_is_not_there(command: Command, line: str, refusal: Refusal) -> None:
    """Told at the start, by its name."""
    assert "there is no file gone.csv" in refusal(command, line)


def test_a_local_cloud_that_does_not_run() -> None:
    """The command ends with what to do."""
    given = for_any_stage(None).parse_args(["--port", str(free_port())])
    with pytest.raises(SystemExit, match=r"nothing answers at http://127\.0\.0\.1:\d+: `make up`"):
        stack_of(given)


def test_a_sample_for_no_function(refusal: Refusal) -> None:
    """All that there are is named, and asked for before a cloud is."""
    told = refusal(invoke.main, "nobody events/samples/tick.json")
    assert all(function.name in told for function in FUNCTIONS)


@pytest.mark.parametrize(
    ("command", "line"), [(read_rule.main, ""), (read_rule.main, "8000"), (suggestion.main, "many")]
)
def test_a_command_of_the_bench_says_how_it_is_called(
    command: Command, line: str, refusal: Refusal
) -> None:
    """Where something is missing or wrong."""
    assert "usage: command" in refusal(command, line)


def test_an_engine_is_asked_whatever_the_shell_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command of the page works where no account and no region are set."""
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    client = read_rule.engine_at("http://127.0.0.1:8000")
    assert client.meta.endpoint_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("line", "named"),
    [("people list.csv", "officials"), ("--mode all officials list.csv", "check")],
)
def test_a_list_of_no_kind(line: str, named: str, refusal: Refusal) -> None:
    """Those that there are, are named, of ways to write it too."""
    assert named in refusal(import_list.main, line).partition("error:")[2]
