"""Check a shapes graph before it is used: the syntax rules of SHACL, and what would be ignored without a word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine import Graph, validate
from mmssc.engine.paths import Predicate, read_path
from mmssc.knowledge import folder, triples
from mmssc.names import SH
from mmssc.problem import Problem, Text, shorten
from mmssc.shacl.features import beyond_core, remote_calls
from mmssc.shacl.patterns import patterns
from mmssc.shacl.recursion import cycles
from mmssc.shacl.terms import fault_of, unknown_terms

if TYPE_CHECKING:
    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.shacl.names import Names, Shapes
    from mmssc.shacl.read import Input

__all__ = ["check_shapes"]

_PATH: Final = NamedNode(SH + "path")
_WARNING: Final = NamedNode(SH + "Warning")
_DESCRIPTION: Final = NamedNode(SH + "description")
_MESSAGE: Final = NamedNode(SH + "message")
_PATH_RULE: Final = NamedNode("https://w3id.org/mmssc/shape/shacl/path-nodes")


def check_shapes(shapes: Input, names: Names, shape_names: Shapes) -> list[Problem]:
    """Return everything that is wrong with a shapes graph.

    Args:
        shapes: The shapes files.
        names: How terms are written.
        shape_names: How shapes are named.

    Returns:
        The problems, in a stable order. An error makes the shapes unusable; a warning names what has no effect.
    """
    return _Check(shapes, names, shape_names).run()


class _Check:
    def __init__(self, shapes: Input, names: Names, shape_names: Shapes) -> None:
        self._shapes = shapes
        self._graph = shapes.graph
        self._names = names
        self._name = shape_names.name
        self._problems: dict[tuple[str, str, str, str], Problem] = {}
        self._bad_paths: set[Node] = set()

    def run(self) -> list[Problem]:
        self._syntax_rules()
        self._paths()
        self._terms()
        self._patterns()
        self._recursion()
        self._queries()
        self._unsupported()
        return sorted(
            self._problems.values(),
            key=lambda problem: (
                problem.severity != "error",
                problem.source,
                problem.where,
                problem.field,
                problem.code,
            ),
        )

    def _add(self, code: str, node: Node, message: Text, mend: Text, **more: str) -> None:
        field, value = more.get("field", ""), more.get("value", "")
        problem = Problem(
            code=code,
            source=self._source(node),
            where=self._name(node),
            field=field,
            value=value,
            message=message,
            mend=mend,
            severity="warning" if more.get("severity") == "warning" else "error",
        )
        self._problems.setdefault((problem.where, field, value, message.en), problem)

    def _source(self, node: Node) -> str:
        """Return the file that says something of a node."""
        for source in self._shapes.sources:
            if len(self._shapes.sources) == 1 or any(quad.subject == node for quad in source.quads):
                return source.name
        return ", ".join(source.name for source in self._shapes.sources)

    # --- The rules of shapes/shacl-shapes.ttl ---

    def _syntax_rules(self) -> None:
        for result in validate(self._graph, _rules()).results:
            # The rule on paths is stricter than need be: a list is a path whatever else its head says.
            if result.shape == _PATH_RULE:
                if self._readable(result.focus):
                    continue
                self._bad_paths.add(result.focus)
            if isinstance(result.value, NamedNode) and fault_of(result.value.value):
                continue  # said with a suggestion below
            self._add(
                "ill-formed-shape",
                result.focus,
                _text(result.shape, _MESSAGE),
                _text(result.shape, _DESCRIPTION),
                field=self._field(result),
                value=self._value(result),
                severity="warning" if result.severity == _WARNING else "error",
            )

    def _field(self, result: Result) -> str:
        path = result.path
        if isinstance(path, Predicate):
            return self._names.iri(path.predicate.value)
        return "" if path is None or result.shape == _PATH_RULE else self._names.path(path).partition("/")[0]

    def _value(self, result: Result) -> str:
        if result.value is None or result.value == result.focus or isinstance(result.value, BlankNode):
            return ""
        iri = isinstance(result.value, NamedNode)
        return self._names.iri(result.value.value) if iri else result.value.value

    def _readable(self, shape: Node) -> bool:
        try:
            for start in self._graph.objects(shape, _PATH):
                read_path(self._graph, start)
        except (ValueError, RecursionError):
            return False
        return True

    # --- What SHACL Core cannot say ---

    def _paths(self) -> None:
        for shape in self._graph.all_subjects(_PATH):
            if shape not in self._bad_paths and not self._readable(shape):
                self._add("bad-path", shape, *_BAD_PATH, field="sh:path")

    def _terms(self) -> None:
        for subject, predicate, term, in_shape in unknown_terms(self._graph):
            if fault := fault_of(term.value):
                self._add(
                    "unknown-term",
                    subject,
                    *fault,
                    field=self._names.iri(predicate.value) if predicate else "",
                    value=self._names.iri(term.value),
                    severity="error" if in_shape else "warning",
                )

    def _patterns(self) -> None:
        for pattern in patterns(self._graph):
            if pattern.reason:
                reason = shorten(pattern.reason)
                message = Text(f"This is no regular expression ({reason}).", f"这不是正则表达式（{reason}）。")
                self._add("bad-pattern", pattern.shape, message, _MEND_PATTERN, field="sh:pattern", value=pattern.text)

    def _recursion(self) -> None:
        for ring in cycles(self._graph):
            way = " → ".join(self._name(shape) for shape in (*ring, ring[0]))
            message = Text(
                f"The shape refers to itself, which SHACL leaves undefined: {way}.",
                f"形状引用自身，SHACL 对此没有定义：{way}。",
            )
            self._add("recursive-shape", ring[0], message, _MEND_RECURSION)

    def _queries(self) -> None:
        for node in remote_calls(self._graph):
            self._add("remote-query", node, *_REMOTE)

    def _unsupported(self) -> None:
        for feature in beyond_core(self._graph):
            if feature.runner == "nobody":
                message = Text(f"{feature.name} is not supported.", f"不支持 {feature.name}。")
                self._add("unsupported", feature.shape, message, _MEND_UNSUPPORTED, field=feature.name)


@cache
def _rules() -> Graph:
    return Graph(triples(folder("shapes/shacl-shapes.ttl")))


def _text(rule: Node, predicate: NamedNode) -> Text:
    texts = {text.language: text.value for text in _rules().objects(rule, predicate) if isinstance(text, Literal)}
    return Text(texts["en"], texts["zh"])


_BAD_PATH: Final = (
    Text("The property path contains itself, or is nested too deep.", "属性路径包含自身，或嵌套过深。"),
    Text("Write the path out, without a ring.", "请将路径展开书写，不要循环。"),
)
_MEND_PATTERN: Final = Text(
    "Mend the expression (XPath 3 syntax; flags s, m, i, x, q).", "请改正表达式（XPath 3 语法；标志 s、m、i、x、q）。"
)
_MEND_RECURSION: Final = Text(
    "Take one of these references away, or follow the property with a path such as ex:parent*.",
    "请去掉其中一处引用，或改用 ex:parent* 之类的路径。",
)
_MEND_UNSUPPORTED: Final = Text("Take it out; it would be left unchecked.", "请将其去掉，否则不会被检查。")
_REMOTE: Final = (
    Text(
        "The query would call the network (SERVICE) or load files (LOAD, FROM).",
        "该查询会访问网络（SERVICE）或加载文件（LOAD、FROM）。",
    ),
    Text("Name the data as a file of this call.", "请将数据作为文件提供。"),
)
