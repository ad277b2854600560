"""Read evidence that is RDF: every fault of syntax is named, and a file that has any gives nothing."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Quad, Triple, parse

from mmssc.evidence.formats import Form
from mmssc.evidence.limits import MAX_FAULTS, MAX_OUTPUT, Clock, too_large
from mmssc.evidence.nesting import check_triple_terms
from mmssc.evidence.rdfxml import check_xml
from mmssc.evidence.syntax import syntax_problems
from mmssc.names import EVIDENCE, RDF_TYPE
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, NamedNode

    from mmssc.evidence.reading import Reading

__all__ = ["items", "read_rdf", "statements"]

_BOM: Final = b"\xef\xbb\xbf"


def read_rdf(file: IO[bytes], form: Form, reading: Reading) -> None:
    """Read Turtle, TriG, N-Triples, N-Quads or RDF/XML.

    Raises:
        UnusableInputError: The file has faults, each of which is named.
    """
    if form is Form.RDF_XML:
        check_xml(file, reading.source)
    else:
        check_triple_terms(file, reading.source)
        file.seek(0)
        file.seek(len(_BOM) if file.read(len(_BOM)) == _BOM else 0)
    faults: list[SyntaxError] = []
    parser = parse(file, format=form.rdf, rename_blank_nodes=True)
    quads = list(statements(parser, reading.source, faults))
    if faults:
        raise UnusableInputError(*syntax_problems(faults, file, form, reading.source))
    reading.quads = quads
    reading.offered = len(items(quads))


def items(quads: Iterable[Quad]) -> set[NamedNode | BlankNode | Triple]:
    """Return the subjects that are items of evidence."""
    return {quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object == EVIDENCE}


def statements(parser: Iterator[Quad], source: str, faults: list[SyntaxError]) -> Iterator[Quad]:
    """Yield what a parser yields, all in the default graph, and note its faults; it goes on after one if it can.

    Raises:
        UnusableInputError: It takes too long, stands for too much, or holds what is not understood.
    """
    clock = Clock(source)
    default, size = DefaultGraph(), 0
    while len(faults) < MAX_FAULTS:
        clock.check()
        try:
            quad = next(parser)
        except StopIteration:
            return
        except SyntaxError as fault:
            faults.append(fault)
            if fault.lineno is None:
                return
            continue
        if isinstance(quad.object, Triple):
            raise UnusableInputError(_triple_term(source, quad))
        size += len(str(quad))
        if size > MAX_OUTPUT:
            raise too_large(source, MAX_OUTPUT)
        yield quad if quad.graph_name == default else Quad(quad.subject, quad.predicate, quad.object)


def _triple_term(source: str, quad: Quad) -> Problem:
    return Problem(
        code="triple-term",
        source=source,
        where=str(quad.subject),
        field=quad.predicate.value,
        value="",
        message=Text("A statement about a statement (RDF 1.2) is not read.", "不读取关于陈述的陈述（RDF 1.2）。"),
        mend=Text("State it of a node of its own.", "请改为对独立节点的陈述。"),
    )
