from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.report.document import Document

SCHEMA = json.loads(files("mmssc.report").joinpath("assessment.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["riverton", "both"])
def test_documents_are_valid(name: str, request: pytest.FixtureRequest) -> None:
    document = json.loads(json.dumps(request.getfixturevalue(name)))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def _average(document: Document) -> None:
    document["assessments"][0]["summaries"][0]["mean"] = 1.5


def _outcome(document: Document) -> None:
    document["assessments"][0]["findings"]["1.1.1-2-vision"]["outcome"] = "partly"


def _met_by_nothing(document: Document) -> None:
    document["assessments"][0]["findings"]["1.1.1-2-strategy"]["satisfied_by"] = []


def _level(document: Document) -> None:
    document["assessments"][0]["ratings"][0]["level"] = 0


def _day(document: Document) -> None:
    document["assessments"][0]["as_of"] = "21.11.2026"


def _unknown_column(document: Document) -> None:
    next(iter(document["evidence"].values()))["score"] = "5"


def _no_terms(document: Document) -> None:
    del document["terms"]


def _part(document: Document) -> None:
    document["models"][0]["dimensions"][0]["subdimensions"][0]["weight"] = 2


@pytest.mark.parametrize(
    "spoil", [_average, _outcome, _met_by_nothing, _level, _day, _unknown_column, _no_terms, _part]
)
def test_schema_refuses(spoil: Callable[[Document], None], riverton: Document) -> None:
    document = copy.deepcopy(riverton)
    spoil(document)
    assert not VALIDATOR.is_valid(document)


def _shapes(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [shape for part in schema for shape in _shapes(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" and "properties" in schema else []
    return own + [shape for part in schema.values() for shape in _shapes(part)]


def test_shapes_are_closed_and_described() -> None:
    shapes = _shapes(SCHEMA)
    assert len(shapes) > 10
    for shape in shapes:
        assert shape["title"]
        assert shape["description"]
        assert shape.get("additionalProperties") is False or shape is SCHEMA["$defs"]["part"]
        assert all("description" in each for each in shape["properties"].values())
