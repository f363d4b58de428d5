"""Items with the number of their schema."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import NewerSchema, Schema


class StoredItem(Model):
    """A model whose items say of which version they are."""

    schema = NumberAttribute(null=True)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        """The item, and with it what the table gave: an old version has attributes of its own."""
        item: Any = super().from_raw_data(data)
        item.raw = data
        return item


def present_item(item: Any, schema: Schema) -> Any:
    """An item that was read whole, in the present form of its kind; raises NewerSchema."""
    if schema.is_present(item.schema):
        return item
    return type(item).from_raw_data(schema.upcast(item.raw, item.schema))


def not_newer(model: Any, schema: Schema) -> Any:
    """The condition of a write that has read nothing: over no version newer than the code's."""
    return model.schema.does_not_exist() | (model.schema <= schema.number)


def save_over(item: Any, schema: Schema) -> None:
    """Write the item in place of whatever is there; raises NewerSchema, and writes nothing."""
    item.schema = schema.number
    try:
        item.save(condition=not_newer(type(item), schema))
    except PutError as error:
        if error.cause_response_code == REFUSED:
            raise NewerSchema(schema.kind, schema.number) from None
        raise
