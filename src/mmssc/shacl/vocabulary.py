"""The terms of SHACL: those of Core, those beyond it that pySHACL runs, and those that nobody here runs."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["BEYOND", "CORE_COMPONENTS", "NAMESPACE_SLIPS", "OWN_COMPONENTS", "TERMS", "Runner"]

_CORE: Final = (
    "NodeShape PropertyShape Shape IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral NodeKind Info "
    "Warning Violation Severity Debug Trace ValidationReport ValidationResult AbstractResult PropertyGroup "
    "alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath path and class closed datatype "
    "deactivated defaultValue description disjoint equals flags group hasValue ignoredProperties in languageIn "
    "lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive "
    "minInclusive minLength name node nodeKind not or order pattern property qualifiedMaxCount qualifiedMinCount "
    "qualifiedValueShape qualifiedValueShapesDisjoint severity targetClass targetNode targetObjectsOf "
    "targetSubjectsOf uniqueLang xone conforms detail focusNode result resultMessage resultPath resultSeverity "
    "sourceConstraint sourceConstraintComponent sourceShape value shapesGraph shapesGraphWellFormed "
    "suggestedShapesGraph entailment AndConstraintComponent ClassConstraintComponent ClosedConstraintComponent "
    "DatatypeConstraintComponent DisjointConstraintComponent EqualsConstraintComponent HasValueConstraintComponent "
    "InConstraintComponent LanguageInConstraintComponent LessThanConstraintComponent "
    "LessThanOrEqualsConstraintComponent MaxCountConstraintComponent MaxExclusiveConstraintComponent "
    "MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent "
    "MinExclusiveConstraintComponent MinInclusiveConstraintComponent MinLengthConstraintComponent "
    "NodeConstraintComponent NodeKindConstraintComponent NotConstraintComponent OrConstraintComponent "
    "PatternConstraintComponent PropertyConstraintComponent QualifiedMaxCountConstraintComponent "
    "QualifiedMinCountConstraintComponent UniqueLangConstraintComponent XoneConstraintComponent"
)
CORE_COMPONENTS: Final = frozenset(name for name in _CORE.split() if name.endswith("ConstraintComponent"))
"""The local names of the constraint components of SHACL Core."""

_SPARQL: Final = (
    "ConstraintComponent Parameter Parameterizable PrefixDeclaration ResultAnnotation SPARQLAskExecutable "
    "SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent SPARQLConstructExecutable SPARQLExecutable "
    "SPARQLSelectExecutable SPARQLSelectValidator SPARQLUpdateExecutable Validator annotationProperty annotationValue "
    "annotationVarName ask construct declare labelTemplate namespace nodeValidator optional parameter prefix prefixes "
    "propertyValidator resultAnnotation select sparql update validator"
)
_ADVANCED: Final = (
    "ExpressionConstraintComponent Function Rule SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType Target "
    "TargetType TripleRule condition expression filterShape intersection nodes object predicate returnType rule "
    "subject target this union values minus distinct limit offset orderBy desc count sum min max if then else exists "
    "groupConcat concat"
)
_JAVASCRIPT: Final = (
    "JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator js "
    "jsFunctionName jsLibrary jsLibraryURL"
)
TERMS: Final = frozenset(" ".join((_CORE, _SPARQL, _ADVANCED, _JAVASCRIPT)).split())
"""Every local name of the namespace, of SHACL (2017), SHACL Advanced Features and SHACL JavaScript Extensions."""

Runner = Literal["mmssc", "pyshacl", "nobody"]

BEYOND: Final[dict[str, Runner]] = {
    "sparql": "mmssc",
    "target": "pyshacl",
    "rule": "pyshacl",
    "expression": "pyshacl",
    "values": "nobody",  # inferred values: they do not validate
    "js": "nobody",
    "entailment": "nobody",  # a processor must refuse a regime that it does not have (SHACL 1.5)
}
"""Properties beyond SHACL Core, and who runs them here (JavaScript from a file is never run)."""

OWN_COMPONENTS: Final[Runner] = "mmssc"
"""Who runs constraint components that a shapes graph defines itself, by SPARQL queries."""

NAMESPACE_SLIPS: Final = ("https://www.w3.org/ns/shacl#", "http://www.w3.org/ns/shacl/", "https://www.w3.org/ns/shacl/")
"""What is written for the namespace by mistake; whatever it names would be ignored."""
