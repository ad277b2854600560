"""The syntax tree of a query, walked without regard to what kind of node is where."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, Final

from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError
from mmssc.engine.sparql_constraints.tokens import depth

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find", "name_of", "parse", "part", "projected", "walk"]

# Beyond these a parser written in Python runs out of stack or patience; no query for people to read comes near.
_NESTING: Final = 60
_CHARACTERS: Final = 50_000
# SPARQL 1.1 replaces these before it parses, rdflib everywhere, Oxigraph in places: the two could read two queries.
_ESCAPE: Final = re.compile(r"\\[uU][0-9A-Fa-f]{4}")


def parse(text: str) -> Any:
    """Parse a query with both SPARQL parsers that are at hand.

    rdflib gives the tree that rules are checked on; Oxigraph is what runs the query, and the stricter of the two.

    Args:
        text: The query, with its prefixes.

    Returns:
        rdflib's syntax tree: the prologue and the query.

    Raises:
        IllFormedShapesError: Neither takes the text for SPARQL 1.1, or a prefix is not declared.
        UnsupportedShapesError: One of them does not, or the text is too large or too deeply nested.
    """
    from rdflib.plugins.sparql.parser import parseQuery

    if len(text) > _CHARACTERS or depth(text) > _NESTING:
        raise UnsupportedShapesError(
            f"the query is longer than {_CHARACTERS} characters or nested deeper than {_NESTING} levels"
        )
    if escape := _ESCAPE.search(text):
        raise UnsupportedShapesError(f"write the character itself instead of {escape.group()}")
    tree = None
    complaints = []
    try:
        tree = parseQuery(text)
    except RecursionError:
        raise UnsupportedShapesError("the query is nested too deeply") from None
    except Exception as error:
        complaints.append(f"rdflib: {error}")
    else:
        _check_prefixes(tree)
    try:
        _parse_with_oxigraph(text)
    except SyntaxError as error:
        complaints.append(f"Oxigraph: {error}")
    if complaints:
        kind = IllFormedShapesError if len(complaints) == 2 else UnsupportedShapesError
        said = " ".join("; ".join(complaints).split())
        raise kind(f"the query cannot be read as SPARQL 1.1 ({said})")
    return tree


def _check_prefixes(tree: Any) -> None:
    declared = {part(declaration, "prefix") for declaration in find(tree[0], "PrefixDecl")}
    for name in find(tree[1], "pname"):
        prefix = part(name, "prefix")
        if prefix not in declared:
            raise IllFormedShapesError(
                f"the prefix {prefix or ''}: is not declared; declare it in the query, "
                "or with sh:declare at a node that sh:prefixes names"
            )


def _parse_with_oxigraph(text: str) -> None:
    """Let Oxigraph parse a query, but not start it: it may be one that never ends, or that calls a server."""
    from pyoxigraph import Literal, Store, Variable

    # A substitution for a variable that the query does not return is refused after parsing and before running.
    with contextlib.suppress(RuntimeError):
        Store().query(text, substitutions={Variable("x_mmssc_parse_only"): Literal("")})


def walk(tree: Any) -> Iterator[Any]:
    """Yield every node of a syntax tree that has a name, the outer before the inner."""
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Identifier

    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, CompValue):
            yield node
            stack.extend(reversed(list(node.values())))
        elif not isinstance(node, str | Identifier):
            try:
                stack.extend(reversed(list(node)))
            except TypeError:
                continue


def part(node: Any, key: str) -> Any:
    """Return a part of a node, or ``None`` (rdflib's own ``get`` does something else)."""
    return node[key] if key in node else None  # noqa: SIM401


def find(tree: Any, *names: str) -> Iterator[Any]:
    """Yield the nodes of a syntax tree that have one of the names."""
    return (node for node in walk(tree) if node.name in names)


def name_of(tree: Any, iri: Any) -> str:
    """Write out an IRI that may be a prefixed name."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if not isinstance(iri, CompValue):
        return str(iri)
    namespaces = {part(declared, "prefix"): str(declared["iri"]) for declared in find(tree[0], "PrefixDecl")}
    return namespaces.get(part(iri, "prefix"), "") + str(iri["localname"])


def projected(select: Any) -> set[str] | None:
    """Return the names of the variables that a SELECT returns as they are; ``None`` for ``*``."""
    if not part(select, "projection"):
        return None
    return {str(item["var"]) for item in select["projection"] if "var" in item}
