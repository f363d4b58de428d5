"""Where models of categories are kept: what the fake promises, S3 keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import boto3
import pytest

from bench.texts import made_up
from chalicelib.rules.adapters.category_models import S3CategoryModels
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.rules.domain.category_training import train
from tests.support.category_models import FakeCategoryModels
from tests.support.tables import cloud

BUCKET, OWNER = "models-here", "123456789012"
MODEL = train(list(made_up(300, 1)), 1, datetime(2026, 8, 1, tzinfo=UTC), 70)
assert MODEL is not None


@pytest.fixture(params=["memory", "moto"])
def models(request: pytest.FixtureRequest) -> Iterator[CategoryModels]:
    if request.param == "memory":
        yield FakeCategoryModels()
        return
    with cloud():
        region = boto3.client("s3").meta.region_name
        place = {"LocationConstraint": region}
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        yield S3CategoryModels(BUCKET, OWNER)


def test_the_last_version_is_in_use(models: CategoryModels) -> None:
    """None before the first; at once where it was put."""
    assert models.present() is None
    models.put(MODEL)
    assert models.present() == MODEL
    models.put(replace(MODEL, version=2))
    assert models.present() == replace(MODEL, version=2)


def test_each_version_stays_and_one_is_read_once() -> None:
    """So that one can go back; a process asks no more for a while."""
    with cloud():
        client = boto3.client("s3")
        place = {"LocationConstraint": client.meta.region_name}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        models = S3CategoryModels(BUCKET, OWNER)
        models.put(MODEL)
        assert models.present() == MODEL
        keys = [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET)["Contents"]]
        assert keys == ["models/categories/000001.json", "models/categories/present.json"]
        for key in keys:
            client.delete_object(Bucket=BUCKET, Key=key)
        assert models.present() == MODEL


def test_a_model_that_is_too_large_is_not_kept() -> None:
    """A megabyte is the most."""
    large = replace(MODEL, weights={f"{i:060d}": bytes(13) for i in range(25_000)})
    with cloud(), pytest.raises(ValueError, match="bytes"):
        S3CategoryModels(BUCKET, OWNER).put(large)
