"""Bring in the cases that another system has, from a CSV file, each once.

    python -m operations.foreign_cases --stage prod --system tong-dai-1022 --officer cb021 CASES.csv

CASES.csv is UTF-8 with a heading. Columns: `number` (the other system's), `category`,
`description`; and, where they are there, `commune_code`, `lat`, `lon`, `address`, `phone`,
`full_name`, `received_at` (with an offset, at most five working days back), `channel` (else that of
`--channel`), `document`, `addressed_to`, `urgent` (`yes`), `visibility` (else `private`). The cases
are entered in the name of that officer, of a hotline or an intake desk, as `POST /v1/officer/cases`
enters one: who has a phone is told by SMS. Who ran it stands in the audit, before the first.

A number that is there already is left alone, so that a run that was cut off is begun again with the
same file, and so is one in which lines were mended. Lines that could not be brought in are named,
with columns and codes; the others are. Ends with 1 where there are such lines.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.entering import EnterCase, EntryDesk, enter_case
from chalicelib.cases.domain.on_behalf import ENTERING, ForeignNumber
from chalicelib.cases.http.schemas.entering import EnterBody
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, Invalid, TooMany
from chalicelib.places.domain.provinces import Province
from chalicelib.rules.domain.channels import ON_BEHALF, CaseChannel
from chalicelib.runtime.services import Services
from operations.arguments import present_file
from operations.auditing import tell, to_the_end
from operations.faults import fault_lines
from operations.progress import ProgressBar
from operations.stacks import for_any_stage, stack_of

NEEDED = frozenset({"number", "category", "description"})
_OF_MATTER = ("category", "description", "address", "commune_code", "visibility")
_ELSE = ("received_at", "channel", "document", "addressed_to")
_OF_REPORTER = ("phone", "full_name")
_PLACE = ("lat", "lon")
COLUMNS = NEEDED | {*_OF_MATTER, *_ELSE, *_OF_REPORTER, *_PLACE, "urgent"}
_YES = frozenset({"yes", "true", "1", "x", "có", "co"})
_NO = frozenset({"no", "false", "0", "không", "khong"})
_BODY = TypeAdapter(EnterBody)


class WrongFile(Exception):
    """Nothing of it can be read, and why."""


class ForeignOutcome(StrEnum):
    """What became of a line."""

    ENTERED = "entered"
    THERE = "there already"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class ForeignLine:
    """A line that was gone through; `faults` say why it was left out, and hold nothing of it."""

    line: int
    outcome: ForeignOutcome
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignList:
    """Whose cases they are, and in whose name and by which channel they come in."""

    system: str
    by: Actor
    channel: CaseChannel


def read_rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the line on which it ends, cells that are blank left out; raises WrongFile."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            _check_heading(rows.fieldnames or ())
            for row in rows:
                more = {"": "more"} if None in row else {}
                cells = {name: (cell or "").strip() for name, cell in row.items() if name}
                yield rows.line_num, {name: cell for name, cell in cells.items() if cell} | more
    except (UnicodeDecodeError, csv.Error, OSError) as fault:
        raise WrongFile(f"cannot be read as CSV in UTF-8 ({type(fault).__name__})") from None


def _check_heading(names: Iterable[str]) -> None:
    """A column that nobody knows is a misspelled one, and would be lost in silence."""
    found = Counter(names)
    unknown = sorted(set(found) - COLUMNS)
    missing = sorted(NEEDED - set(found))
    twice = sorted(name for name, count in found.items() if count > 1)
    wrong = (("unknown", unknown), ("missing", missing), ("twice", twice))
    told = [f"{what} columns: {', '.join(names)}" for what, names in wrong if names]
    if told:
        raise WrongFile("; ".join(told))


def bring_in(
    desk: EntryDesk,
    chosen: ForeignList,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    done: Callable[[], object],
) -> Iterator[ForeignLine]:
    """One row after the other, each whole before the next."""
    for line, row in rows:
        yield _brought_in(desk, chosen, line, row)
        done()


def _brought_in(
    desk: EntryDesk, chosen: ForeignList, line: int, row: Mapping[str, str]
) -> ForeignLine:
    left_out = ForeignOutcome.LEFT_OUT
    if "" in row:
        return ForeignLine(line, left_out, ("more cells than the heading has",))
    try:
        command = _command(chosen, row)
        if command.foreign and desk.foreign.case_of(command.foreign):
            return ForeignLine(line, ForeignOutcome.THERE)
        enter_case(desk, command)
    except ValidationError as wrong:
        return ForeignLine(line, left_out, tuple(_told(wrong)))
    except Invalid as wrong:
        return ForeignLine(line, left_out, tuple(fault_lines(wrong)))
    except Conflict:
        return ForeignLine(line, ForeignOutcome.THERE)
    except TooMany as full:
        return ForeignLine(line, left_out, (full.code,))
    return ForeignLine(line, ForeignOutcome.ENTERED)


def _command(chosen: ForeignList, row: Mapping[str, str]) -> EnterCase:
    """As the route reads its body; raises ValidationError."""
    body = _BODY.validate_json(json.dumps(_body(chosen, row)))
    foreign = body.foreign_number.foreign() if body.foreign_number else None
    return EnterCase(
        by=chosen.by,
        channel=CaseChannel(body.channel),
        matter=body.matter(),
        phone=body.reporter.phone,
        full_name=body.reporter.full_name,
        received_at=body.received_at,
        document=body.document,
        foreign=foreign,
        seed=_seed(foreign),
        correlation_id="operations",
        addressed_to=body.addressed_to,
    )


def _body(chosen: ForeignList, row: Mapping[str, str]) -> dict[str, object]:
    named = {name: row[name] for name in (*_OF_MATTER, *_ELSE) if name in row}
    body: dict[str, object] = {"visibility": "private", "channel": chosen.channel, **named}
    body["reporter"] = {name: row[name] for name in _OF_REPORTER if name in row}
    body["foreign_number"] = {"system": chosen.system, "number": row.get("number", "")}
    if any(name in row for name in _PLACE):
        body["location"] = {name: _number(row[name]) for name in _PLACE if name in row}
    if "urgent" in row:
        body["urgent"] = _flag(row["urgent"])
    return body


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _flag(cell: str) -> bool | str:
    """What says neither yes nor no is nobody's to guess."""
    said = cell.casefold()
    return True if said in _YES else False if said in _NO else cell


def _seed(foreign: ForeignNumber | None) -> str:
    """The same for the same number, so that a run that is begun again makes no second case."""
    return sha256(f"foreign\n{foreign}".encode()).hexdigest()


def _told(wrong: ValidationError) -> Iterator[str]:
    """Where and what, and never what stands there."""
    for fault in wrong.errors(include_url=False, include_context=False, include_input=False):
        yield f"{'.'.join(map(str, fault['loc']))}: {fault['type']}"


def entering_officer(product: Services, id: str) -> Actor:
    """In whose name they come in; raises WrongFile for whoever may not enter cases."""
    officer = product.get(Directory).officer(id)
    if officer is None or not officer.active or officer.role not in ENTERING:
        raise WrongFile(f"{id} is nobody of a hotline or an intake desk")
    return actor_of(officer, product.get(Province).central_agency)


def main() -> int:
    """0 where all of them are there."""
    options = for_any_stage(__doc__)
    options.add_argument("--system", required=True, help="the other system's name")
    options.add_argument("--officer", required=True, help="in whose name they are entered")
    channels = sorted(channel.value for channel in ON_BEHALF)
    options.add_argument("--channel", choices=channels, default=CaseChannel.HOTLINE.value)
    options.add_argument("file", type=present_file)
    given = options.parse_args()
    bar, count = ProgressBar(), Counter[ForeignOutcome]()
    try:
        total = sum(1 for _ in read_rows(given.file))
        product = stack_of(given).adopt()
        by = entering_officer(product, given.officer)
        chosen = ForeignList(given.system, by, CaseChannel(given.channel))
        named = {"system": chosen.system, "officer": by.id, "lines": total}
        tell(product, AuditKind.CASES_BROUGHT_IN, **named)
        bar.start("cases", total)
        rows = read_rows(given.file)
        for one in bring_in(product.get(EntryDesk), chosen, rows, bar.step):
            count[one.outcome] += 1
            for fault in one.faults:
                print(f"line {one.line}: {fault}", file=sys.stderr)
    except WrongFile as wrong:
        print(f"{given.file.name}: {wrong}", file=sys.stderr)
        return 1
    finally:
        bar.finish()
    print(", ".join(f"{count[outcome]} {outcome.value}" for outcome in ForeignOutcome))
    return 1 if count[ForeignOutcome.LEFT_OUT] else 0


if __name__ == "__main__":
    sys.exit(to_the_end(main))
