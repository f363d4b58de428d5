"""Models of categories in memory."""

from __future__ import annotations

from chalicelib.rules.domain.category_models import CategoryModel


class FakeCategoryModels:
    """The last one that was put."""

    def __init__(self) -> None:
        self._present: CategoryModel | None = None

    def present(self) -> CategoryModel | None:
        return self._present

    def put(self, model: CategoryModel) -> None:
        self._present = model


NO_MODELS = FakeCategoryModels()
"""Nothing was learned yet."""
