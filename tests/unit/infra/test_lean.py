"""What ships of botocore's descriptions makes the same clients as the whole of them."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

import botocore
import pytest
from botocore.config import Config
from botocore.loaders import Loader
from botocore.session import Session, get_session

from infra.lean import lean
from infra.package import ENDPOINTS, SERVICES, ships

DATA = Path(botocore.__file__).parent / "data"
REGIONS = ("ap-southeast-1", "us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is in the package."""
    folder = tmp_path_factory.mktemp("shipped")
    for file in sorted(DATA.rglob("*")):
        name = PurePath("botocore", "data", *file.relative_to(DATA).parts)
        if file.is_file() and ships(name):
            name, content = lean(name, file.read_bytes(), ENDPOINTS)
            there = folder.joinpath(*name.parts[2:])
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
    return folder


def session(folder: Path) -> Session:
    made = get_session()
    loader = Loader(include_default_search_paths=False, extra_search_paths=[str(folder)])
    made.register_component("data_loader", loader)
    return made


def without_texts(part: Any) -> Any:
    if isinstance(part, dict):
        kept = (k for k, v in part.items() if k != "documentation" or not isinstance(v, str))
        read = "clientContextParams"
        return {name: part[name] if name == read else without_texts(part[name]) for name in kept}
    return [without_texts(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_described_as_before_but_for_texts(shipped: Path, service: str) -> None:
    """Operations, shapes, errors, rules of endpoints, waiters and pages."""
    ours, whole = (
        Loader(include_default_search_paths=False, extra_search_paths=[str(folder)])
        for folder in (shipped, DATA)
    )
    for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
        lean_one, one = (loader.load_service_model(service, kind) for loader in (ours, whole))
        assert lean_one == without_texts(one)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("region", REGIONS)
def test_a_client_finds_the_same_endpoint(shipped: Path, service: str, region: str) -> None:
    """In every partition."""
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": region}
    ours, whole = (session(one).create_client(service, **keys) for one in (shipped, DATA))
    assert ours.meta.endpoint_url == whole.meta.endpoint_url
    assert ours.meta.service_model.operation_names == whole.meta.service_model.operation_names
    assert ours._client_config.signature_version == whole._client_config.signature_version


def test_forms_for_files_can_be_signed(shipped: Path) -> None:
    """A client of S3 reads the texts of what it may be told, when it finds where a file goes."""
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": REGIONS[0]}
    places = []
    for folder in (shipped, DATA):
        client = session(folder).create_client("s3", config=config, **keys)
        form = client.generate_presigned_post("bucket", "incoming/x")
        address = client.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "x"})
        places.append((form["url"], address.partition("?")[0]))
    assert places[0] == places[1]


def test_little_is_left_to_read(shipped: Path) -> None:
    """Of the endpoints a tenth; nothing has to be unpacked first."""
    before = (DATA / "endpoints.json").stat().st_size
    assert (shipped / "endpoints.json").stat().st_size < before / 10
    assert [file.name for file in shipped.rglob("*.gz")] == []
