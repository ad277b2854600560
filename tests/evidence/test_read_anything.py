"""Whatever bytes a file holds, reading it ends with a reading, and a file with errors never looks whole."""

from __future__ import annotations

import gzip
import json
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyoxigraph import RdfFormat, parse, serialize
from registers import HEADINGS, ROW, table

from mmssc.evidence.read import read_evidence

TURTLE = """@prefix mmssc: <https://w3id.org/mmssc/ns#> .
<https://e.org/1> a mmssc:Evidence ; mmssc:community <https://e.org/city> ; mmssc:target "目标"@zh , "x\\n" ."""
JSON_LD = json.dumps({"@context": "https://w3id.org/mmssc/context.jsonld", "id": "https://e.org/1", "type": "Evidence"})


def workbook() -> bytes:
    book = Workbook()
    for row in (HEADINGS, ROW):
        book.active.append(row)
    book.save(out := BytesIO())
    return out.getvalue()


def in_syntax(syntax: RdfFormat) -> bytes:
    return serialize((quad.triple for quad in parse(TURTLE, format=RdfFormat.TURTLE)), format=syntax) or b""


REQUIREMENTS = ["https://w3id.org/mmssc/iso37107/requirement/1.1.1-2-vision"]

WHOLE = {
    "a.ttl": TURTLE.encode(),
    "a.trig": TURTLE.encode(),
    "a.nt": in_syntax(RdfFormat.N_TRIPLES),
    "a.nq": in_syntax(RdfFormat.N_QUADS),
    "a.rdf": in_syntax(RdfFormat.RDF_XML),
    "a.jsonld": JSON_LD.encode(),
    "a.csv": table(ROW).encode(),
    "a.tsv": table(ROW, delimiter="\t").encode("utf-16"),
    "a.xlsx": workbook(),
    "a.ttl.gz": gzip.compress(TURTLE.encode()),
    "a.data": b"",
}


@st.composite
def damaged(draw, content):
    """Replace a few short stretches of a file."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        new = draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"<", b">", b"\n", b",", b"{", b"&a;", b"<<(", b"\xff"])
        )
        data[start : start + draw(st.integers(0, 8))] = new
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("anything")


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files(folder, name, data):
    path = folder / name
    path.write_bytes(data.draw(damaged(WHOLE[name]) | st.binary(max_size=200)))
    reading = read_evidence(str(path), requirements=REQUIREMENTS)
    assert 0 <= reading.refused <= reading.offered
    assert reading.quads or reading.problems
