"""A query of a shapes graph: checked against the restrictions of SHACL (5.2.1, appendix A), and rewritten to run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from mmssc.engine.path_text import path_text
from mmssc.engine.paths import Predicate
from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError
from mmssc.engine.sparql_constraints.batching import why_node_by_node
from mmssc.engine.sparql_constraints.model import Query
from mmssc.engine.sparql_constraints.syntax import find, name_of, parse, projected
from mmssc.engine.sparql_constraints.tokens import groups, tokens
from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Collection

    from mmssc.engine.paths import Path

__all__ = ["CONSTANT", "TABLE", "compile_query", "parameter_iri"]

TABLE: Final = "urn:x-mmssc:pre-bound"
"""The graph that holds the pre-bound values while a query runs; queries cannot see it, since they cannot use GRAPH."""

CONSTANT: Final = "urn:x-mmssc:pre-bound:constant"
"""The subject of the values that are the same for every focus node."""

_FORBIDDEN: Final = {"MINUS", "VALUES", "SERVICE"}
_ELSEWHERE: Final = {"FROM", "GRAPH", "LATERAL"}
_CASTS: Final = {
    XSD + name
    for name in (
        "boolean date dateTime dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear gYearMonth "
        "integer string time yearMonthDuration"
    ).split()
}
_OPTIONAL: Final = {"shapesGraph", "currentShape"}


def parameter_iri(name: str) -> str:
    """Return the predicate under which the table holds the values of a pre-bound variable."""
    return f"{TABLE}:{name}"


def compile_query(
    text: str,
    form: Literal["select", "ask"],
    path: Path | None,
    parameters: Collection[str],
    constants: Collection[str],
    where: str,
) -> Query:
    """Check a query and rewrite it so that its pre-bound variables are read from a table.

    Args:
        text: The query, with the PREFIX declarations of the shapes graph.
        form: What it must be.
        path: The path of the shape, for ``$PATH``; ``None`` for a node shape.
        parameters: The variables that the parameters of a constraint component can bind.
        constants: The variables that are bound, and the same for every focus node: parameters with a value, and
            ``currentShape``.
        where: The constraint, for messages.

    Raises:
        IllFormedShapesError: The query is not SPARQL, or breaks a restriction of SHACL.
        UnsupportedShapesError: The query is legal, but uses what is not supported here.
    """
    try:
        return _compiled(text, form, path, frozenset(parameters), frozenset(constants))
    except (IllFormedShapesError, UnsupportedShapesError) as error:
        raise type(error)(f"{where}: {error}") from None


# Many shapes share the validator of one component, and parsing takes milliseconds.
@lru_cache(maxsize=1024)
def _compiled(
    text: str,
    form: Literal["select", "ask"],
    path: Path | None,
    parameters: frozenset[str],
    constants: frozenset[str],
) -> Query:
    text = _with_path(text, form, path)
    _refuse(text)
    tree = parse(text)
    keys = ("this",) if form == "select" else ("this", "value")
    _check(tree, form, {*keys, *parameters})
    _refuse_functions(tree)
    if form == "ask":
        text = _as_select(text, tree)
    return Query(_insert(text, keys, constants, tree), form, why_node_by_node(tree, keys))


def _with_path(text: str, form: str, path: Path | None) -> str:
    uses = [token for token in tokens(text) if token.variable == "PATH"]
    if not uses:
        return text
    if path is None or form == "ask":
        raise IllFormedShapesError("$PATH stands for the path of a property shape; there is none here")
    try:
        written = path_text(path)
    except ValueError as error:
        raise IllFormedShapesError(f"{error}") from None
    if not isinstance(path, Predicate):
        written = f"({written})"
    for token in reversed(uses):
        text = f"{text[: token.start]}{written}{text[token.end :]}"
    return text


def _check(tree: Any, form: str, prebound: set[str]) -> None:
    query = tree[1]
    if query.name != ("SelectQuery" if form == "select" else "AskQuery"):
        raise IllFormedShapesError(f"sh:{form} must hold a query of the form {form.upper()}")
    rebound = {str(node["var"]) for node in find(query, "Bind", "GroupAs") if "var" in node}
    rebound |= {str(node["evar"]) for node in find(query, "vars") if "evar" in node}
    for name in sorted(rebound & (prebound | _OPTIONAL)):
        raise IllFormedShapesError(f"${name} is pre-bound, so AS ?{name} is not allowed")
    for select in find(query, "SubSelect"):
        returned = projected(select)
        missing = sorted(prebound if returned is None else prebound - returned)
        if missing:
            names = " ".join(f"${name}" for name in missing)
            raise IllFormedShapesError(f"a sub-select must return the pre-bound variables by name; add {names}")
    returned = projected(query) if form == "select" else None
    if returned is not None and "this" not in returned:
        raise IllFormedShapesError("the SELECT must return $this; add it to the SELECT clause")


def _refuse(text: str) -> None:
    """Refuse by its words, not by its tree, what a query must not get past us."""
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORBIDDEN:
            raise IllFormedShapesError(f"SHACL does not allow {word} in a query")
        if word in _ELSEWHERE or token.variable == "shapesGraph":
            raise UnsupportedShapesError(f"{word or token.text} is not supported; a query sees the data graph only")


def _refuse_functions(tree: Any) -> None:
    for call in find(tree, "Function"):
        name = name_of(tree, call["iri"])
        if name not in _CASTS:
            raise UnsupportedShapesError(f"<{name}> is not a function that the engine has")


def _as_select(text: str, tree: Any) -> str:
    """Turn an ASK into the SELECT of the rows for which it is true."""
    if {"groupby", "having", "orderby", "limitoffset"} & set(tree[1]):
        raise UnsupportedShapesError("GROUP BY, HAVING, ORDER BY and LIMIT are not supported in an ASK")
    ask = next(token for token in tokens(text) if token.is_word("ASK"))
    return f"{text[: ask.start]}SELECT DISTINCT $this $value{text[ask.end :]}"


def _insert(text: str, keys: tuple[str, ...], constants: Collection[str], tree: Any) -> tuple[str, ...]:
    """Put the table of pre-bound values at the start of every group that has use for it (appendix A)."""
    braces = groups(text)
    patterns = sum(not group.subquery for group in braces)
    if patterns != sum(1 for _ in find(tree, "GroupGraphPatternSub")):
        raise UnsupportedShapesError("the groups of the query cannot be told apart; write it more plainly")
    row = "".join(f" <{parameter_iri(name)}> ?{name} ;" for name in keys)
    parts = [""]
    end = 0
    for group in braces:
        used = group.variables.intersection(constants)
        if group.subquery or not (group.parent is None or used or group.variables.intersection(keys)):
            continue
        same = "".join(f" <{CONSTANT}> <{parameter_iri(name)}> ?{name} ." for name in sorted(used))
        parts[-1] += f"{text[end : group.inside]} GRAPH <{TABLE}> {{ "
        parts.append(f"{row} .{same} }} ")
        end = group.inside
    parts[-1] += text[end:]
    return tuple(parts)
