"""Load the directory of a stack that was just deployed, and let its first people in.

    python -m operations.first_load --stage prod ROSTER.csv PASSWORDS.csv

ROSTER.csv has the columns of `localstack/seed/roster.csv`; one administrator is enough, who then
enters the others. PASSWORDS.csv is written, readable by its owner alone: hand each line over and
delete it. A directory that holds something already is left as it is. A roster with faults is
refused as a whole, with all of them; who cannot be given a password is named, and the others have
one.
"""

from __future__ import annotations

import csv
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

from chalicelib.agencies.application.directory import FirstLoad, load_directory
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.agencies.domain.agencies import Officer, officer_from_document
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.passwords import PasswordDesk, set_password
from operations.arguments import present_file
from operations.auditing import operator
from operations.faults import fault_lines, told
from operations.key_custody import custodian_of
from operations.stacks import for_any_stage, stack_of

Passwords = dict[str, str]
"""By username."""


class AlreadyLoaded(Exception):
    """Administrators have this directory in their hands by now."""


def first_load(product: Services, officers: Sequence[Officer], isolation: Isolation) -> Passwords:
    """Load everything that the province begins with, and these people; their passwords.

    Raises AlreadyLoaded, and Invalid for a roster with faults, before anything is written. The
    isolation keeps those who could not be given a password.
    """
    if product.get(Directory).agencies():
        raise AlreadyLoaded
    load(product, officers)
    passwords: Passwords = {}
    by = operator()
    for officer in officers:
        password = new_password()
        with isolation.of(officer.id):
            set_password(product.get(PasswordDesk), officer.id, password, by)
            passwords[officer.username] = password
    return passwords


def load(product: Services, officers: Sequence[Officer]) -> None:
    """The stage's keys, unless it has some, and the directory with these people."""
    custodian_of(product.get(Settings)).found()
    by, at = operator(), product.get(Clock).now()
    command = product.get(FirstLoad).with_people(officers, by, at)
    load_directory(product.get(DirectoryStore), command)


def new_password() -> str:
    """94 random bits in letters: people open the file in a spreadsheet, which takes `-x` for a
    formula and `12e45` for a number."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(20))


def read_roster(file: Path) -> tuple[Officer, ...]:
    """The people of a CSV file with a heading, as spreadsheets write it; raises Invalid with
    everything wrong in the form of any row."""
    people, faults = [], []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for index, row in enumerate(csv.DictReader(rows, restkey="surplus")):
            phone = row.get("phone") or None
            try:
                begun: dict[str, object] = {"active": True, "absences": [], "version": 1}
                last_day = row.get("last_day") or None
                member = {**row, "phone": phone, "last_day": last_day, **begun}
                people.append(officer_from_document(member))
            except Invalid as invalid:
                faults += [replace(f, path=("officers", index, *f.path)) for f in invalid.faults]
    if faults:
        raise Invalid(faults)
    return tuple(people)


def write_passwords(passwords: Passwords, file: Path) -> None:
    """For their owners' eyes; an existing file is not written over."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8", newline="") as rows:
        csv.writer(rows).writerows([("username", "password"), *passwords.items()])


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("roster", type=present_file)
    options.add_argument("passwords", type=Path)
    given = options.parse_args()
    left_out = told()
    try:
        made = first_load(stack_of(given).adopt(), read_roster(given.roster), left_out)
    except AlreadyLoaded:
        sys.exit("the directory is loaded already")
    except Invalid as invalid:
        sys.exit("\n".join(fault_lines(invalid)))
    write_passwords(made, given.passwords)
    print(len(made), "people can sign in")
    sys.exit(1 if left_out.broken else 0)


if __name__ == "__main__":
    main()
