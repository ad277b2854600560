"""What rows and sets of SSSOM are called in OSCAL: relationships, methods, rationales, identifiers."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.read.oscal_about import METHODS
from mmssc.crosswalk.slots import BUILT_IN_PREFIXES
from mmssc.crosswalk.write.document import only
from mmssc.names import MMSSC, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.crosswalk.write.document import Said, Term

__all__ = [
    "CATEGORY",
    "METHODS_OF",
    "NO_TERM",
    "RELATIONSHIPS",
    "code_in",
    "ends_of",
    "given_uuid",
    "method_of",
    "most_common",
    "rationale_of",
    "shares",
    "text_of_slot",
    "unsayable",
    "uuid_of",
]

RELATIONSHIPS: Final = {
    NamedNode(SKOS + "exactMatch"): ("equal-to", "equivalent-to"),
    NamedNode(SKOS + "broadMatch"): ("subset-of",),
    NamedNode(SKOS + "narrowMatch"): ("superset-of",),
    NamedNode(MMSSC + "intersectsWith"): ("intersects-with",),
    NamedNode(MMSSC + "disjointFrom"): ("no-relationship",),
}
NO_TERM: Final = NamedNode(BUILT_IN_PREFIXES["sssom"] + "NoTermFound")
METHODS_OF: Final = {
    NamedNode(BUILT_IN_PREFIXES["semapv"] + curie.removeprefix("semapv:")): method for method, curie in METHODS.items()
}
_RATIONALES: Final = {NamedNode(MMSSC + name): name.lower() for name in ("Semantic", "Functional", "Syntactic")}
CATEGORY: Final = "confidence category: "
_UUID: Final = re.compile(r"urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
_TOKEN: Final = re.compile(r"[^\W\d][\w.-]*")


def unsayable(said: Said) -> str:
    """Return what keeps a row from being said in OSCAL, if anything does."""
    if "predicate_modifier" in said:
        return "negated rows"
    if not all(isinstance(end, NamedNode) for end in ends_of(said)):
        return "rows that map mere texts"
    relation = only(said, "predicate_id")
    if relation in RELATIONSHIPS or NO_TERM in ends_of(said):
        return ""
    name = re.split("[/#:]", relation.value)[-1] if relation else ""
    return "" if _TOKEN.fullmatch(name) else "rows whose relation has no plain name"


def ends_of(said: Said) -> tuple[Term | None, Term | None]:
    """Return the subject and the object of a row."""
    return only(said, "subject_id"), only(said, "object_id")


def text_of_slot(said: Mapping[str, Sequence[Term]], name: str) -> str:
    """Return the first value of a slot as a text; empty if it has none."""
    values = said.get(name)
    return values[0].value if values else ""


def method_of(said: Said) -> str:
    """Return the method of OSCAL that a justification comes nearest to; empty if there is none."""
    justification = only(said, "mapping_justification")
    if justification is None:
        return ""
    return METHODS_OF.get(justification, "automation") if isinstance(justification, NamedNode) else ""


def rationale_of(said: Said) -> str:
    """Return the rationale as OSCAL calls it; empty if it has no name for it."""
    rationale = only(said, "ext_rationale")
    return _RATIONALES.get(rationale, "") if isinstance(rationale, NamedNode) else ""


def shares(said: Said, confidence: str) -> dict[str, Any]:
    """Return confidence and coverage as OSCAL has them."""
    found: dict[str, Any] = {}
    if text := text_of_slot(said, confidence):
        found["confidence-score"] = {"percentage": float(text)}
    elif (text := text_of_slot(said, "other")).startswith(CATEGORY):
        found["confidence-score"] = {"category": text.removeprefix(CATEGORY)}
    if text := text_of_slot(said, "ext_coverage"):
        found["coverage"] = {"target-coverage": float(text)}
    return found


def code_in(iri: str, whole: str) -> str:
    """Return the identifier of a thing in a resource; a thing of somewhere else keeps its IRI."""
    return iri.removeprefix(whole).removeprefix("#") if iri.startswith(whole) and iri != whole else iri


def given_uuid(given: str) -> str:
    """Return the UUID that an IRI is; empty if it is something else."""
    match = _UUID.fullmatch(given.lower())
    return match[1] if match else ""


def uuid_of(given: str, content: Any) -> str:
    """Return the UUID that is given, or one that the content determines."""
    return given_uuid(given) or str(uuid.uuid5(uuid.NAMESPACE_URL, given or json.dumps(content, sort_keys=True)))


def most_common(values: list[str]) -> str:
    """Return the value that stands there most often."""
    return Counter(values).most_common(1)[0][0] if values else ""
