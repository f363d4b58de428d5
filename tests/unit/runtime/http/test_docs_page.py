"""The page of the document: whatever a text of it says, it is shown and not run."""

from __future__ import annotations

import copy

import pytest

from chalicelib.runtime.http.openapi.document import document
from chalicelib.runtime.http.openapi.page import render
from tests.support.code_like import MARKUP

DOCUMENT = document()


@pytest.mark.parametrize("text", [text for text in MARKUP if "<" in text])
def test_markup_in_texts_and_examples_is_shown(text: str) -> None:
    """Titles, descriptions, defaults, choices and examples alike."""
    page = copy.deepcopy(DOCUMENT)
    page["info"] |= {"title": text, "description": text}
    operation = page["paths"]["/v1/uploads"]["post"]
    operation |= {"summary": text, "description": text}
    operation["requestBody"]["content"]["application/json"]["example"] = {text: text}
    operation["parameters"][0] |= {"description": text}
    member = {"type": "string", "default": text, "pattern": text, "description": text}
    page["components"]["schemas"]["UploadBody"]["properties"] = {
        text: member,
        "choice": {"enum": [text]},
        "only": {"const": text},
    }
    assert text not in render(page)
