"""From files to a report: read data and shapes, check the shapes, validate, order the results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.problem import Problem, Text, UnusableInputError
from mmssc.shacl.names import Names, Shapes
from mmssc.shacl.read import Input, read
from mmssc.shacl.report.document import Least, Report, report_of
from mmssc.shacl.run import EngineName, Validate, local, remote
from mmssc.shacl.targets import targeted_shapes
from mmssc.shacl.wellformed import check_shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.server import Server

__all__ = ["check", "check_in", "check_with"]

_IMPORTS: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")


def check(
    data: Sequence[str],
    shapes: Sequence[str],
    *,
    engine: EngineName = "auto",
    least: Least = "info",
    require_match: bool = False,
) -> Report:
    """Validate data files against shapes files.

    Args:
        data: Files, folders, or ``-``.
        shapes: Files, folders, or ``-``.
        engine: Which engine runs.
        least: The least grave result that counts.
        require_match: Whether a shape that matched nothing is a finding.

    Returns:
        The report.

    Raises:
        UnusableInputError: Data or shapes cannot be used; every problem of both is named.
    """
    read_data = read(data)
    read_shapes = read(shapes)
    return check_with(
        local(read_data.hand_over(), engine),
        read_shapes,
        data_files=read_data,
        least=least,
        require_match=require_match,
    )


def check_in(server: Server, shapes: Sequence[str], *, least: Least = "info", require_match: bool = False) -> Report:
    """Validate the data that a SPARQL server holds against shapes files; the data stay there.

    Args:
        server: The server.
        shapes: Files, folders, or ``-``.
        least: The least grave result that counts.
        require_match: Whether a shape that matched nothing is a finding.

    Raises:
        UnusableInputError: The server gives no answer that can be used, or the shapes cannot be used.
    """
    report = check_with(remote(server), read(shapes), data_files=Input(), least=least, require_match=require_match)
    return replace(report, data=(server.url,))


def check_with(
    validate: Validate,
    shapes: Input,
    *,
    data_files: Input,
    least: Least = "info",
    require_match: bool = False,
) -> Report:
    """Validate wherever the data lie.

    Args:
        validate: Validates the data that it knows of against a shapes graph.
        shapes: The shapes files.
        data_files: The data files, for their names and prefixes; without any if the data lie elsewhere.
        least: The least grave result that counts.
        require_match: Whether a shape that matched nothing is a finding.

    Raises:
        UnusableInputError: Data or shapes cannot be used; every problem of both is named.
    """
    names = Names({**data_files.prefixes, **shapes.prefixes})
    shape_names = Shapes(shapes.graph, names)
    problems = [*data_files.problems, *shapes.problems, *check_shapes(shapes, names, shape_names)]
    if not targeted_shapes(shapes.graph) and not any(problem.severity == "error" for problem in shapes.problems):
        problems.append(_nothing_to_check(shapes))
    if any(problem.severity == "error" for problem in problems):
        raise UnusableInputError(*problems)
    try:
        run = validate(shapes.graph)
    except UnusableInputError as error:
        source = ", ".join(source.name for source in shapes.sources)
        told = (problem if problem.source else replace(problem, source=source) for problem in error.problems)
        raise UnusableInputError(*told) from error
    return report_of(
        run,
        names,
        shape_names,
        least=least,
        require_match=require_match,
        data=[source.name for source in data_files.sources],
        shapes=[source.name for source in shapes.sources],
        problems=[*problems, *_imports(shapes)],
    )


def _nothing_to_check(shapes: Input) -> Problem:
    return Problem(
        code="no-target",
        source=", ".join(source.name for source in shapes.sources),
        where="",
        field="",
        value="",
        message=Text(
            "No shape has a target, so that nothing would be validated.", "没有任何形状设有目标，因此不会校验任何内容。"
        ),
        mend=Text(
            "State sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf, or name the right file.",
            "请写明 sh:targetClass、sh:targetNode、sh:targetSubjectsOf 或 sh:targetObjectsOf，或指定正确的文件。",
        ),
    )


def _imports(shapes: Input) -> list[Problem]:
    """Return a warning for each import, for none is followed."""
    return [
        Problem(
            code="import",
            source=source.name,
            where="",
            field="owl:imports",
            value=quad.object.value,
            message=Text("Imports are not followed.", "不会读取导入的文件。"),
            mend=Text("Name the file with --shapes if it is needed.", "如有需要，请用 --shapes 指定该文件。"),
            severity="warning",
        )
        for source in shapes.sources
        for quad in source.quads
        if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode)
    ]
