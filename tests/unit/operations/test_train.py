"""Learning categories from the cases of a stack."""

from __future__ import annotations

import pytest

from bench.texts import made_up
from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.examples import example_of
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain import commands
from chalicelib.kernel.clock import Clock
from chalicelib.rules.application.ports import CategoryModels
from operations import train
from operations.faults import told
from tests.support.api import make_services
from tests.support.cases import INTAKE, OFFICER, Office
from tests.support.category_models import FakeCategoryModels


@pytest.fixture
def office() -> Office:
    return Office()


def test_what_the_desk_decided_is_learned(office: Office) -> None:
    """Its category, not the citizen's; of what was not taken in, nothing."""
    case = office.submit(category="roads")
    assert example_of(case) is None
    taken = office.take(case, INTAKE, commands.Accept("land"))
    example = example_of(taken)
    assert example is not None
    assert (example.key, example.author, example.text, example.category) == (
        case.code,
        case.reporter,
        case.description,
        "land",
    )
    back = office.take(taken, INTAKE, commands.Assign("so-xay-dung", "o1"))
    back = office.take(back, OFFICER, commands.Return("Không phải việc của Sở."))
    assert example_of(back) == example


def test_versions_follow_one_another(office: Office, capsys) -> None:
    """Each learned from all cases that can be read, with what is said of it; of too few none."""
    models = FakeCategoryModels()
    product = make_services(
        {
            CategoryModels: models,
            Directory: office.directory,
            Clock: office.clock,
            CaseStore: office.store,
        }
    )
    assert train.learn(product, told()) is None
    cases = [
        office.take(office.submit(description=one.text), INTAKE, commands.Accept(one.category))
        for one in made_up(150, 1)
    ]
    office.store.unreadable = {cases[0].code}
    for version in (1, 2):
        isolation = told()
        model = train.learn(product, isolation)
        assert isolation.things == (cases[0].code,)
        assert model is not None
        assert model.version == version
        assert model.report is not None
        assert model.report.trained + model.report.tested == len(cases) - 1
        assert model.report.threshold == office.directory.policy().suggestions.certainty
        assert f"version {version}" in train.told_of(model)
        models.put(model)
    assert " roads\n" in capsys.readouterr().out
