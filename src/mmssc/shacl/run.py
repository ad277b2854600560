"""Run an engine on data and shapes, and say which one and why."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mmssc import __version__
from mmssc.engine import Graph, IllFormedShapesError, Report, UnsupportedShapesError
from mmssc.engine import validate as validate_set_at_a_time
from mmssc.engine.sparql_constraints import FailedConstraintError
from mmssc.engine.walk import TooManyPairsError
from mmssc.problem import Problem, Text, UnusableInputError, shorten
from mmssc.shacl.features import beyond_core
from mmssc.shacl.lookup import Lookup
from mmssc.shacl.patterns import patterns
from mmssc.shacl.targets import focus_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.engine import Data
    from mmssc.engine.graph import Node
    from mmssc.engine.sparql.source import Source

__all__ = ["EngineName", "Run", "Validate", "local", "remote"]

EngineName = Literal["auto", "mmssc", "pyshacl"]


@dataclass(frozen=True)
class Run:
    """What came of one validation.

    Attributes:
        report: The results.
        engine: Which engine gave them: ``mmssc`` or ``pyshacl``.
        version: Its version.
        reasons: Why it was not the set-at-a-time engine; empty if it was, or if the user chose.
        data: The data, to look single nodes up; ``None`` if they lie elsewhere.
        shapes: The shapes graph.
    """

    report: Report
    engine: str
    version: str
    reasons: tuple[Text, ...]
    data: Lookup | None
    shapes: Graph
    _focus: dict[Node, set[Node] | None] = field(default_factory=dict, repr=False)

    def focus_nodes(self, shape: Node) -> set[Node] | None:
        """Return the focus nodes of a shape with a target; ``None`` if that cannot be told here."""
        if self.data is None:
            return None
        if shape not in self._focus:
            self._focus[shape] = focus_nodes(self.data, self.shapes, shape)
        return self._focus[shape]

    def matched(self, shape: Node) -> int | None:
        """Return how many focus nodes a shape with a target has; ``None`` if that cannot be told."""
        if shape in self.report.matched:
            return self.report.matched[shape]
        found = self.focus_nodes(shape)
        return None if found is None else len(found)

    @cached_property
    def results(self) -> int:
        """How many results there are."""
        return len(self.report.results)


Validate = Callable[[Graph], Run]
"""Validates the data that it knows of against a shapes graph; raises ``UnusableInputError``.

Its problems leave the source empty where they are about the shapes.
"""


def local(data: Data, engine: EngineName = "auto") -> Validate:
    """Return a validator of data in memory.

    Args:
        data: The data graph, in columns.
        engine: ``mmssc``, ``pyshacl``, or ``auto``: mmssc unless the shapes use what only pySHACL runs.
    """

    def validate(shapes: Graph) -> Run:
        reasons = _reasons(shapes)
        if engine == "mmssc" and reasons:
            raise UnusableInputError(*(_unsupported(reason) for reason in reasons))
        if engine == "pyshacl":
            return _by_pyshacl(data, shapes, ())
        if reasons:
            return _by_pyshacl(data, shapes, tuple(reasons))
        with _told():
            try:
                return Run(validate_set_at_a_time(data, shapes), "mmssc", __version__, (), Lookup(data), shapes)
            except UnsupportedShapesError as error:
                reason = Text(str(error), str(error))
                if engine == "mmssc":
                    raise UnusableInputError(_unsupported(reason)) from error
        return _by_pyshacl(data, shapes, (reason,))

    return validate


def remote(source: Source, graphs: Sequence[str] = (), *, lasting_labels: bool = False) -> Validate:
    """Return a validator of data that stay where they are, in a SPARQL server.

    Args:
        source: What answers queries.
        graphs: IRIs of the named graphs that make up the data graph; if none, the default graph.
        lasting_labels: Whether the server gives a blank node the same label in every answer.
    """

    def validate(shapes: Graph) -> Run:
        from mmssc.engine import sparql
        from mmssc.engine.sparql.labels import BlankNodesError

        reasons = _reasons(shapes)
        if reasons:
            raise UnusableInputError(*(_unsupported(reason) for reason in reasons))
        with _told():
            try:
                report = sparql.validate(source, shapes, graphs=graphs, lasting_labels=lasting_labels)
            except UnsupportedShapesError as error:
                raise UnusableInputError(_unsupported(Text(str(error), str(error)))) from error
            except BlankNodesError as error:
                raise UnusableInputError(Problem("blank-nodes", "", "", "", "", error.text, _NO_COPY)) from error
        return Run(report, "mmssc", __version__, (), None, shapes)

    return validate


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the engine raises into problems."""
    try:
        yield
    except TooManyPairsError as error:
        raise UnusableInputError(Problem("too-large", "", "", "", "", *_TOO_MANY)) from error
    except FailedConstraintError as error:
        message = Text(f"{error.text.en}.", f"{error.text.zh}。")
        raise UnusableInputError(Problem("engine-failure", "", "", "", "", message, _MEND)) from error
    except IllFormedShapesError as error:
        message = Text(f"The shapes graph is ill-formed: {error}.", f"形状图不合规范：{error}。")
        raise UnusableInputError(Problem("ill-formed-shape", "", "", "", "", message, _MEND)) from error


def _reasons(shapes: Graph) -> list[Text]:
    """Return why the set-at-a-time engine cannot run a shapes graph."""
    reasons = [
        Text(
            f"the shapes use {feature.name}, which only pySHACL runs", f"形状使用了只有 pySHACL 能执行的 {feature.name}"
        )
        for feature in beyond_core(shapes)
        if feature.runner == "pyshacl"
    ]
    reasons += [
        Text(
            f"the regular expression “{shorten(pattern.text)}” is not one of SPARQL (XPath), but of Python",
            f"正则表达式“{shorten(pattern.text)}”不符合 SPARQL（XPath）语法，但符合 Python 语法",
        )
        for pattern in patterns(shapes)
    ]
    return reasons


def _by_pyshacl(data: Data, shapes: Graph, reasons: tuple[Text, ...]) -> Run:
    from mmssc.shacl import reference

    try:
        report = reference.validate(data, shapes)
    except reference.FailedError as error:
        message = Text(f"pySHACL cannot run the shapes: {error}.", f"pySHACL 无法运行这些形状：{error}。")
        raise UnusableInputError(Problem("engine-failure", "", "", "", "", message, _MEND)) from error
    return Run(report, "pyshacl", reference.version(), reasons, Lookup(data), shapes)


def _unsupported(reason: Text) -> Problem:
    message = Text(f"The engine mmssc cannot run this: {reason.en}.", f"引擎 mmssc 无法运行：{reason.zh}。")
    return Problem("unsupported", "", "", "", "", message, _USE_PYSHACL)


_USE_PYSHACL = Text("Take it out, or run with --engine pyshacl.", "请将其去掉，或使用 --engine pyshacl。")
_NO_COPY = Text("Validate a copy of the data in a file.", "请在数据文件副本上校验。")
_MEND = Text("Mend the shapes.", "请改正形状。")
_TOO_MANY = (
    Text("A path reaches more nodes than fit in memory.", "某条路径到达的节点过多，内存无法容纳。"),
    Text("Validate the data in parts, or shorten the path.", "请将数据分批校验，或缩短路径。"),
)
