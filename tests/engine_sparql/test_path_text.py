"""Paths written as SPARQL lead where the engine's own walk leads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store
from walking import walk

from mmssc.engine import Graph
from mmssc.engine.path_text import path_text
from mmssc.engine.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence

EX = "http://example.org/"
P, Q = NamedNode(EX + "p"), NamedNode(EX + "q")
NODES = [NamedNode(f"{EX}n{number}") for number in range(4)]
PATHS: st.SearchStrategy[Path] = st.recursive(
    st.sampled_from((P, Q)).map(Predicate),
    lambda inner: (
        st.builds(Inverse, inner)
        | st.builds(Repeated, inner, st.sampled_from(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")))
        | st.builds(Sequence, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Alternative, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from((P, Q)), st.sampled_from(NODES)), min_size=1)


@settings(max_examples=200, deadline=None)
@given(PATHS, EDGES)
def test_the_text_means_the_path(path: Path, edges: list[tuple[NamedNode, NamedNode, NamedNode]]) -> None:
    store = Store()
    store.extend(Quad(*edge) for edge in edges)
    start = edges[0][0]
    found = {solution["end"] for solution in store.query(f"SELECT ?end {{ {start} {path_text(path)} ?end }}")}
    assert found == set(walk(Graph(store), path, [start])[start])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (Predicate(P), f"<{EX}p>"),
        (Inverse(Predicate(P)), f"^<{EX}p>"),
        (Inverse(Sequence((Predicate(P), Predicate(Q)))), f"^(<{EX}p>/<{EX}q>)"),
        (Repeated(Repeated(Predicate(P), "zeroOrOnePath"), "oneOrMorePath"), f"(<{EX}p>?)+"),
        (Sequence((Alternative((Predicate(P), Predicate(Q))), Inverse(Predicate(P)))), f"(<{EX}p>|<{EX}q>)/(^<{EX}p>)"),
    ],
)
def test_parts_are_kept_together(path: Path, text: str) -> None:
    assert path_text(path) == text


class Hostile:
    """An IRI that pyoxigraph would not make, but some other reader might."""

    value = f"{EX}p> ?o . ?o <{EX}q"


def test_an_iri_cannot_break_out() -> None:
    with pytest.raises(ValueError, match="not a valid IRI"):
        path_text(Predicate(Hostile()))  # type: ignore[arg-type]
