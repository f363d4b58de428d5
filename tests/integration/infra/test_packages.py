"""One source, packaged per stage: alike but for the local route, lint-clean, small enough."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.compiled_templates import template_names
from infra.lock import SHIPPED, canonical, pins
from infra.package import ROOT, SERVICES, ZIP, dependencies, package
from infra.template import PARAMETERS, merge, new_resources
from tests.support.packages import STAGES, bare_template, template_file

LOCAL_ROUTE = "/v1/_local"
MOST_BYTES = 40 * 1024 * 1024
OLDEST_GLIBC = (2, 26)
"""Lambda's python3.11 runs on Amazon Linux 2."""


def template(stage: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(template_file(stage).read_text(encoding="utf-8"))
    return found


def test_cfn_lint_has_nothing_to_say() -> None:
    """The local stage's packaged template is clean; the others are the same without its route
    (below)."""
    command = [str(Path(sys.executable).with_name("cfn-lint")), "-t", str(template_file("local"))]
    linted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert linted.stdout == ""
    assert linted.returncode == 0


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "prod"])
def test_stages_differ_in_name_and_the_local_route_alone(stage: str) -> None:
    """What is tried out before is what runs in the end."""
    assert neutral(template(stage), stage) == neutral(template("prod"), "prod")


@pytest.mark.parametrize("stage", STAGES)
def test_only_the_local_stage_ships_what_moves_its_clock(stage: str) -> None:
    """What is not in the package cannot be switched on by a setting."""
    sources = template_file(stage).parent / "project" / "chalicelib"
    assert (sources / "cases").exists()
    assert (sources / "local_stage").exists() is (stage == "local")


def test_templates_ship_compiled() -> None:
    """So that the first page of a process parses none."""
    compiled = template_file("prod").parent / "project" / "chalicelib/runtime/pages/compiled"
    assert len(list(compiled.glob("tmpl_*.py"))) == len(template_names())


def neutral(found: dict[str, Any], stage: str) -> dict[str, Any]:
    """The template without its stage's name and the route that only the local stage may have."""
    paths = found["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    for path in [path for path in paths if path.startswith(LOCAL_ROUTE)]:
        assert stage == "local"
        del paths[path]
    for resource in found["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            assert resource["Properties"]["Environment"]["Variables"].pop("STAGE") == stage
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_gives_all_parameters(stage: str) -> None:
    """Nobody is asked anything while deploying, and no parameter is a leftover."""
    file = ROOT / "infra" / "parameters" / f"{stage}.json"
    given = set(json.loads(file.read_text(encoding="utf-8")))
    needed = {name for name, parameter in PARAMETERS.items() if "Default" not in parameter}
    assert given | {"Stage", "Build"} >= needed
    assert given <= set(PARAMETERS)


def test_no_merged_name_is_misspelt() -> None:
    """Chalice silently takes an unknown name for a new resource: each is known or declared new."""
    merged, known = merge()["Resources"], bare_template("prod")["Resources"]
    new = new_resources()
    assert set(merged) - set(new) <= set(known)
    assert not set(new) & set(known)
    assert all("Type" in resource for resource in new.values())


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of all functions."""
    return package("prod", tmp_path_factory.mktemp("package") / "prod") / ZIP


def test_the_zip_is_small_enough(packed: Path) -> None:
    """Everything that ships, boto3 included."""
    assert packed.stat().st_size <= MOST_BYTES


IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import app, chalicelib, holidays
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(module.name)
assert holidays.country_holidays("VN", years=2031)
from chalicelib.kernel.names import parse_email
assert parse_email("a@BÜCHER.vn") == "a@xn--bcher-kva.vn"
import boto3
for service in sys.argv[2:]:
    boto3.client(service, region_name="ap-southeast-1")
"""


def test_nothing_is_missing_in_the_zip(packed: Path, tmp_path: Path) -> None:
    """All modules can be imported, and all clients made, from the zip and nothing else."""
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert len(set(names)) == len(names)
    command = [sys.executable, "-I", "-S", "-c", IMPORT_EVERYTHING, str(tmp_path), *SERVICES]
    subprocess.run(command, check=True, env={"STAGE": "prod"})


def test_sources_come_with_their_bytecode(packed: Path) -> None:
    """Otherwise each cold start compiles everything anew: the folder is read-only on Lambda."""
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
    for name in ("app", "chalicelib/runtime/services", "botocore/client", "pynamodb/models"):
        folder, _, module = f"/{name}".rpartition("/")
        assert f"{folder}/__pycache__/{module}.cpython-311.pyc".lstrip("/") in names


def test_every_service_that_the_code_asks_for_is_in_the_zip() -> None:
    """Descriptions of other services stay at home."""
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "chalicelib").rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r'client\(\s*"(\w+)"', text)}
    assert asked
    assert asked <= set(SERVICES)


def test_all_wheels_run_on_lambda() -> None:
    """Python 3.11 on x86-64, and no newer glibc than Lambda's."""
    wheels = list(dependencies().glob("*.dist-info/WHEEL"))
    assert wheels
    for wheel in wheels:
        tags = [line[5:] for line in wheel.read_text().splitlines() if line.startswith("Tag: ")]
        assert any(runs_on_lambda(tag) for tag in tags), wheel


def test_all_that_ships_is_locked() -> None:
    """What packages need in their turn included: the same zip everywhere."""
    locked = dict(pins(SHIPPED.file))
    wheels = [one.name.removesuffix(".dist-info") for one in dependencies().glob("*.dist-info")]
    found = {canonical(name): version for name, _, version in (w.rpartition("-") for w in wheels)}
    assert found == locked


def runs_on_lambda(tag: str) -> bool:
    python, abi, platform = tag.split("-")
    if platform == "any":
        return abi == "none"
    if platform == "manylinux2014_x86_64":
        platform = "manylinux_2_17_x86_64"
    assert python in ("cp311", "cp37", "cp38", "cp39", "cp310", "py3")
    _, major, minor, *machine = platform.split("_")
    return machine == ["x86", "64"] and (int(major), int(minor)) <= OLDEST_GLIBC
