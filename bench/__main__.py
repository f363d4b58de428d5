"""The bench: the table is printed, the figures go to build/bench.json.

    python -m bench [--engine http://127.0.0.1:8000] [SIZE …]

A size is a number of cases, beside which stand four accounts for each five of them. The tables are
the emulator's, or those of the engine that is named: anything that speaks DynamoDB.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from shutil import unpack_archive
from tempfile import TemporaryDirectory
from typing import Any

import boto3

from bench.cloud import cloud, load_directory
from bench.cold import import_cpu
from bench.life import TOGETHER
from bench.meter import Meter
from bench.operations import case_of_citizen, operations, remember_entries
from bench.population import load_accounts, load_cases, load_lines, rebuild_figures
from bench.table import table
from chalicelib.runtime.services import services
from infra.package import BUILD, ZIP, package
from operations.arguments import endpoint, whole

SIZES = (1_000, 20_000)
ACCOUNTS_OF_5 = 4
"""Accounts that stand beside five cases."""
TOGETHER_IN_ENGINE = 5
"""Lives that the figures count at once there: DynamoDB Local takes ten items a transaction."""
FILE = BUILD / "bench.json"


def run(sizes: list[int], together: int = TOGETHER) -> dict[str, Any]:
    """All figures in the form of `build/bench.json`."""
    services()  # from here on all clients share the session that is metered
    meter = Meter(boto3.DEFAULT_SESSION._session)
    load_directory()
    by_size, loaded, life = {}, 0, dict[str, float]()
    for size in sizes:
        _say(f"loading up to {size} cases")
        load_cases(loaded, size)
        load_lines(loaded, size)
        load_accounts(*(cases * ACCOUNTS_OF_5 // 5 for cases in (loaded, size)))
        rebuild_figures()
        loaded = size
        remember_entries(meter)
        _say(f"measuring at {size} cases")
        by_size[str(size)], life = operations(meter, together)
    shipped = package("dev", BUILD / "bench") / ZIP
    with TemporaryDirectory(prefix="citizen-cases-package-") as folder:
        unpack_archive(shipped, folder)
        spent = import_cpu(case_of_citizen(), Path(folder))
    return {
        "sizes": by_size,
        **life,
        "import_cpu_ms": spent,
        "zip_bytes": shipped.stat().st_size,
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", type=whole(1), nargs="*", default=SIZES)
    options.add_argument("--engine", type=endpoint)
    given = options.parse_args()
    sizes = list(given.sizes)
    with cloud(given.engine), open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        # metrics are printed, and nobody gathers them here
        figures = run(sizes, TOGETHER_IN_ENGINE if given.engine else TOGETHER)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(table(figures))


if __name__ == "__main__":
    main()
