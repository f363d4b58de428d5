"""Make a stage's package: the zip of all functions, and the template of the whole stack.

    python -m infra.package STAGE [FOLDER]

Dependencies are fetched as wheels for Lambda (Python 3.11, glibc 2.26) and packed once per content
of `requirements.lock`; the rest takes two seconds. Bytecode goes with the sources: a function's
folder is read-only, so that each cold start would have to compile everything anew, which takes
longer than all else it does.
"""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import py_compile
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePath
from typing import Any

from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.pages.html import COMPILED
from infra.compiled_templates import compile_templates
from infra.functions import configuration, policy_file
from infra.gateway import ACCESS_LOG
from infra.lean import lean
from infra.lock import SHIPPED
from infra.policies import policy
from infra.template import merge

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
ZIP = "deployment.zip"
TEMPLATE = "template.json"
_SOURCES = ("app.py", "chalicelib", "infra", "events/contracts")
_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_26_x86_64")
SERVICES = ("dynamodb", "kms", "s3", "sesv2", "sns", "sqs", "sts")
"""What clients are made of; botocore describes four hundred services, in half of all bytes."""
ENDPOINTS = frozenset({*SERVICES, "email"})
"""By the names that endpoints have for these services: mail has another."""
_LANGUAGES = ("vi", "en_US")
"""Of the names of holidays."""
_OF_LXML = ("objectify", "html", "includes", "isoschematron")
"""Parts of lxml that python-docx does not use, a third of it."""
_OF_PYASN1 = ("__init__", "rfc5280")
"""Of a hundred modules the one that webauthn reads certificates by."""
_PYTHON = (3, 11)
_TASK = "/var/task"
"""Where Lambda unpacks the zip: what tracebacks show."""


def package(stage: str, folder: Path) -> Path:
    """Write zip and template for the stage into the folder; bytecode wants Lambda's own Python."""
    if sys.version_info[:2] != _PYTHON:
        raise RuntimeError("Package with Python 3.11, which the functions run on")
    chalice_package(stage, folder, merge())
    _add_dependencies(folder / ZIP)
    return folder


def chalice_package(stage: str, folder: Path, addition: dict[str, Any]) -> dict[str, Any]:
    """What Chalice makes of the stage with this merged in, still without dependencies; the
    template, which is also written."""
    project = folder / "project"
    shutil.rmtree(folder, ignore_errors=True)
    _stage_sources(project, stage)
    (project / "merge.json").write_text(json.dumps(addition), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", stage]
    command += ["--merge-template", "merge.json", "--template-format", "json", str(folder)]
    environment = {"AWS_DEFAULT_REGION": "ap-southeast-1", **os.environ, "STAGE": stage}
    subprocess.run(command, cwd=project, check=True, env=environment, stdout=subprocess.DEVNULL)
    template = _finished(json.loads((folder / "sam.json").read_text(encoding="utf-8")))
    (folder / TEMPLATE).write_text(json.dumps(template), encoding="utf-8")
    return template


def _finished(template: dict[str, Any]) -> dict[str, Any]:
    """What a merge cannot do: the log groups' names follow the functions' chosen names."""
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Logs::LogGroup" and name not in ACCESS_LOG:
            resource["Properties"]["LogGroupName"] = {"Fn::Sub": _log_group(name)}
    return template


def _log_group(name: str) -> str:
    short = name.removesuffix("LogGroup").lower().replace("apihandler", "api")
    return f"/aws/lambda/${{AWS::StackName}}-{short}"


def fingerprint() -> str:
    """Twelve characters that change when anything that is deployed changes."""
    digest = hashlib.sha256(SHIPPED.file.read_bytes())
    for source in _SOURCES:
        path = ROOT / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _stage_sources(project: Path, stage: str) -> None:
    """What the stage deploys: what the local stack alone has is not in the packages of others."""
    local_only = () if stage == "local" else ("local_stage",)
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc", *local_only)
    project.mkdir(parents=True)
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignore)
    compile_templates(project / "chalicelib" / "runtime" / "pages" / COMPILED.name)
    contracts = project / "vendor" / "events" / "contracts"
    shutil.copytree(ROOT / "events" / "contracts", contracts)
    (project / "requirements.txt").write_text("", encoding="utf-8")
    _configure(project / ".chalice")


def _configure(folder: Path) -> None:
    """Chalice's configuration and the policies that it names, made of the declared functions."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(configuration()), encoding="utf-8")
    for function in FUNCTIONS:
        document = json.dumps(policy(function))
        (folder / policy_file(function)).write_text(document, encoding="utf-8")


def _add_dependencies(zip_file: Path) -> None:
    """Chalice's zip, compiled, and the packed dependencies in one."""
    ours = zip_file.parent / "ours"
    with zipfile.ZipFile(zip_file) as archive:
        archive.extractall(ours)
    together = zip_file.with_suffix(".new")
    shutil.copy(_packed_dependencies(), together)
    _pack(ours, together)
    together.replace(zip_file)


def _pack(folder: Path, zip_file: Path) -> None:
    """Compile what the folder holds, and add to the zip what ships of it."""
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, ddir=_TASK, quiet=2, invalidation_mode=unchecked)
    with zipfile.ZipFile(zip_file, "a", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder)
            if file.is_file() and ships(name):
                given, content = lean(name, file.read_bytes(), ENDPOINTS)
                entry = zipfile.ZipInfo.from_file(file, str(given))
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def ships(file: PurePath) -> bool:
    """Whether a file of the dependencies is of use to a function."""
    match file.parts:
        case ("bin" | "dns", *_):
            return False  # addresses are checked by their form alone
        case ("botocore", "data", service, _, *_):
            return service in SERVICES
        case ("holidays", "locale", language, *_):
            return language in _LANGUAGES
        case ("lxml", part, *_) if part.startswith(_OF_LXML):
            return False
        case ("icalendar", "tests", *_):
            return False
        case ("pyasn1_modules", *_, name):
            return name.startswith(_OF_PYASN1)
    return True


def _packed_dependencies() -> Path:
    folder = dependencies()
    sources = (Path(__file__), Path(__file__).with_name("lean.py"))
    recipe = hashlib.sha256(b"".join(map(Path.read_bytes, sources))).hexdigest()[:8]
    packed = BUILD / f"{folder.name}-{recipe}.zip"
    if not packed.exists():
        fresh = packed.with_suffix(f".{os.getpid()}")
        _pack(folder, fresh)
        fresh.replace(packed)
    return packed


def dependencies() -> Path:
    """The folder with the unpacked wheels of what ships, fetched where it is not there yet: those
    whose hashes are in the lock, and none that they alone ask for."""
    name = hashlib.sha256(SHIPPED.file.read_bytes()).hexdigest()[:12]
    folder = BUILD / f"dependencies-{name}"
    if not folder.exists():
        fresh = BUILD / f"{folder.name}.{os.getpid()}"
        options = [option for tag in _PLATFORMS for option in ("--platform", tag)]
        command = [sys.executable, "-m", "pip", "install", "-qq", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--require-hashes", "--no-deps"]
        command += ["--python-version", "3.11", "--implementation", "cp", *options]
        command += ["--no-compile", "--target", str(fresh), "-r", str(SHIPPED.file)]
        subprocess.run(command, check=True)
        _keep(fresh, folder)
    return folder


def _keep(fresh: Path, folder: Path) -> None:
    """Give it its name, unless somebody else was first."""
    try:
        fresh.rename(folder)
    except OSError:
        shutil.rmtree(fresh)
        if not folder.exists():
            raise


if __name__ == "__main__":
    stage_name = sys.argv[1]
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else BUILD / stage_name
    print(package(stage_name, target.resolve()))
