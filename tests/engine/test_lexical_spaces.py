"""The lexical spaces of the datatypes of XML Schema 1.1 Part 2 that the definitions of SPARQL 1.1 do not name."""

from __future__ import annotations

import polars as pl
import pytest
from pyoxigraph import Literal, NamedNode
from xsd_values import is_well_formed

from mmssc.engine.datatypes import well_formed
from mmssc.names import RDF, XSD

# Datatype -> forms in its lexical space | forms that are not.
FORMS = {
    "dateTimeStamp": (["2026-01-31T00:00:00Z"], ["2026-01-31T00:00:00"]),
    "gYear": (["2026", "-0001", "12026", "2026Z"], ["26", "02026", "2026-01"]),
    "gYearMonth": (["2026-12", "2026-01+14:00"], ["2026-13", "2026-1"]),
    "gMonth": (["--12", "--01Z"], ["--13", "12", "--1"]),
    "gMonthDay": (["--02-29", "--12-31-05:00"], ["--02-30", "--04-31", "02-28"]),
    "gDay": (["---31"], ["---32", "---00", "31"]),
    "duration": (
        ["P1Y", "P1Y2M3DT4H5M6.7S", "-P1D", "P1M", "PT1M", "P0Y"],
        ["P", "PT", "P1DT", "P1S", "P1D1M", "1Y", "+P1Y", "P1.5Y", ""],
    ),
    "yearMonthDuration": (["P1Y2M", "-P3M"], ["P1D", "P", "P1YT1H"]),
    "dayTimeDuration": (["P1DT2H", "PT0.5S"], ["P1M", "P1Y", "PT"]),
    "hexBinary": (["", "0F", "0f"], ["0", "0G"]),
    "base64Binary": (["", "AAAA", "AAA=", "AA==", "Q Q = ="], ["A", "AAA", "AAB=", "QR==", " QQ==", "QQ="]),
    "language": (["en", "en-GB-oed"], ["", "toolonglong", "en_GB"]),
    "anyURI": (["", "http://a.b/c", "a b"], []),
    "normalizedString": (["", " a  b "], ["a\tb", "a\nb", "a\rb"]),
    "token": (["", "a b", 'a\\"b'], [" a", "a ", "a  b", "a\tb"]),
    "NMTOKEN": (["1a", "a:b", "é-1"], ["", "a b"]),
    "Name": (["a:b", "_1"], ["1a", "-a", ""]),
    "NCName": (["_1", "é"], ["a:b", "1a", ""]),
    "integer": (["0" * 5000 + "1", "9" * 5000], ["9" * 5000 + "."]),
    "byte": (["0" * 5000 + "127", "-" + "0" * 30 + "128"], ["0" * 5000 + "128", "9" * 5000]),
}
CASES = [
    (name, form, good) for name, forms in FORMS.items() for good in (True, False) for form in forms[0 if good else 1]
]


def typed(forms: list[str], name: str) -> pl.Series:
    return pl.Series([str(Literal(form, datatype=NamedNode(XSD + name))) for form in forms], dtype=pl.String)


@pytest.mark.parametrize(("name", "form", "good"), CASES, ids=[f"{case[0]}-{case[1]:.20}-{case[2]}" for case in CASES])
def test_form(name: str, form: str, good: bool) -> None:
    assert well_formed(typed([form], name), XSD + name).tolist() == [good]


def test_every_day_of_the_calendar() -> None:
    years = (0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999, 10000, 10100, 12004, 123456)
    forms = [
        f"{sign}{year:04d}-{month:02d}-{day:02d}"
        for sign in ("", "-")
        for year in years
        for month in range(14)
        for day in range(33)
    ]
    expected = [is_well_formed(Literal(form, datatype=NamedNode(XSD + "date"))) for form in forms]
    assert well_formed(typed(forms, "date"), XSD + "date").tolist() == expected


def test_other_terms_are_of_no_datatype() -> None:
    odd = [
        NamedNode(XSD + "integer"),
        Literal("1"),
        Literal("1", language="en"),
        Literal("1", datatype=NamedNode("http://example.com/1")),
        Literal(f'1"^^<{XSD}integer>'),
        Literal('"', language="en"),
    ]
    texts = pl.Series([str(term) for term in odd])
    assert not well_formed(texts, XSD + "integer").any()
    assert well_formed(texts, XSD + "string").tolist() == [False, True, False, False, True, False]
    assert well_formed(texts, RDF + "langString").tolist() == [False, False, True, False, False, True]
