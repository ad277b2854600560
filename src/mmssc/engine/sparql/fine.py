"""What a server can be trusted to say of a value: when it surely passes a test.

A test of SHACL is not decided by the server. Servers differ on regular expressions, on what a well-formed literal is,
on what a character is. An expression here is true only for values that pass in every one of them; all other values are
sent, and are tested here. So a server that is too strict or too lax costs time, and no result changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.sparql.origins import is_exact
from mmssc.engine.sparql.text import term_text
from mmssc.names import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.engine.graph import Node

__all__ = ["among", "passing"]

# Printable ASCII, on which all dialects of regular expressions agree; no line ends, which "$" is about in some.
_ASCII: Final = 'isLiteral(?value) && !REGEX(STR(?value), "[^ -~]")'
_KINDS: Final = {
    "IRI": "isIRI(?value)",
    "BlankNode": "isBlank(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNodeOrIRI": "isBlank(?value) || isIRI(?value)",
    "BlankNodeOrLiteral": "isBlank(?value) || isLiteral(?value)",
    "IRIOrLiteral": "isIRI(?value) || isLiteral(?value)",
}

# Forms that are well-formed by every reading of XML Schema, and that every processor can hold.
_DATE: Final = "[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
_INTEGER: Final = "(0|-?[1-9][0-9]{0,8})"
_NATURAL: Final = "(0|[1-9][0-9]{0,8})"
_WELL_FORMED: Final = {
    XSD + name: form
    for name, form in {
        "integer": _INTEGER,
        "int": _INTEGER,
        "long": _INTEGER,
        "nonNegativeInteger": _NATURAL,
        "unsignedInt": _NATURAL,
        "unsignedLong": _NATURAL,
        "positiveInteger": "[1-9][0-9]{0,8}",
        "decimal": "-?(0|[1-9][0-9]{0,8})([.][0-9]{1,6})?",
        "boolean": "(true|false)",
        "date": _DATE,
        "dateTime": _DATE + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?",
        "gYear": "[1-9][0-9]{3}",
    }.items()
}
# Of these, any two well-formed values of one type can be compared, and all servers agree how.
_COMPARABLE: Final = {
    XSD + name for name in "integer int long nonNegativeInteger unsignedInt unsignedLong positiveInteger date".split()
}

# What a regular expression may be made of, for all dialects to agree on it.
_PORTABLE: Final = re.compile(
    r"\^?(?:(?:[A-Za-z0-9 _/:#@%&=,;<>~!.-]|\\[.d]|\[\^?(?:[A-Za-z0-9_/:#.]|[A-Z]-[A-Z]|[a-z]-[a-z]|[0-9]-[0-9])+-?\]|"
    r"\))(?:[?*+]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})?|[(|])+\$?"
)


def passing(test: tuple[Any, ...]) -> str | None:
    """Return an expression over ``?value`` that is true only where a test is passed.

    Args:
        test: The argument of a ``filter`` step.

    Returns:
        The expression; ``None`` if there is none that is worth asking.
    """
    match test:
        case ("NodeKind", kind):
            return _KINDS[kind.value.rpartition("#")[2]]
        case ("Datatype", NamedNode() as datatype):
            return _of_datatype(datatype)
        case ("MinLength", least):
            # Some servers count bytes, up to four a character, or units of UTF-16.
            return f"!isBlank(?value) && STRLEN(STR(?value)) >= {4 * least}"
        case ("MaxLength", most):
            return f"!isBlank(?value) && STRLEN(STR(?value)) <= {most}"
        case ("Pattern", expression, flags) if flags in {"", "i"} and _PORTABLE.fullmatch(expression):
            matches = f"REGEX(STR(?value), {Literal(expression)}, {Literal(flags)})"
            return f'!isBlank(?value) && !REGEX(STR(?value), "[^ -~]") && {matches}'
        case ("LanguageIn", languages) if languages and all(language.isalnum() for language in languages):
            ranges = " || ".join(f"LANGMATCHES(LANG(?value), {Literal(language)})" for language in languages)
            return f"isLiteral(?value) && ({ranges})"
        case ("Compare", operator, Literal() as bound) if bound.datatype.value in _COMPARABLE:
            if re.fullmatch(_WELL_FORMED[bound.datatype.value], bound.value):
                return f"{_of_datatype(bound.datatype)} && ?value {operator} {term_text(bound)}"
    return None


def _of_datatype(datatype: NamedNode) -> str | None:
    if datatype.value == RDF + "langString":
        return 'isLiteral(?value) && LANG(?value) != ""'
    typed = f'isLiteral(?value) && LANG(?value) = "" && DATATYPE(?value) = {term_text(datatype)}'
    if datatype.value == XSD + "string":
        return typed
    form = _WELL_FORMED.get(datatype.value)
    return None if form is None else f'{_ASCII} && {typed} && REGEX(STR(?value), "^{form}$")'


def among(terms: Sequence[Node]) -> str | None:
    """Return an expression over ``?value`` that is true only for these terms; ``None`` if there are none to name."""
    exact = [term_text(term) for term in terms if is_exact(term)]
    return " || ".join(f"sameTerm(?value, {term})" for term in exact) or None
