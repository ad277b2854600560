"""What the commands share: options, reading and checking evidence, telling problems, writing output."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from mmssc.evidence.check import Checked
    from mmssc.problem import Lang, Problem, Text
    from mmssc.server import Server

__all__ = [
    "FINDINGS",
    "UNUSABLE",
    "answering",
    "check_graphs",
    "counting",
    "endpoint_options",
    "evidence_options",
    "fail",
    "language_option",
    "model_option",
    "output_option",
    "progress",
    "read_and_check",
    "read_knowledge",
    "server_of",
    "tell",
    "write",
]

FINDINGS: Final = 1
UNUSABLE: Final = 2

# How many bytes of a result are kept in memory before they go to a temporary file.
_SPOOL: Final = 64 * 1024 * 1024


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang``."""
    return click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        default="en",
        help="Language of the output. 输出语言。",
        show_default=True,
    )(command)


def model_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--model``."""
    return click.option(
        "--model",
        multiple=True,
        metavar="FILE",
        help="Turtle file or folder of another maturity model, in place of ISO/TS 37107. 另用其他成熟度模型。",
    )(command)


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``-o``."""
    return click.option("-o", "--output", metavar="OUT", help="Write to a file. 写入文件。")(command)


def evidence_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that reads evidence."""
    for option in (
        click.option(
            "--allow-remote", is_flag=True, help="Allow calls to the network (off by default). 允许访问网络。"
        ),
        model_option,
        language_option,
    ):
        command = option(command)
    return command


def endpoint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that can read its data from a SPARQL server in place of files."""
    for option in (
        click.option(
            "--timeout",
            type=click.FloatRange(0.1),
            default=60.0,
            show_default=True,
            help="Seconds for one question to the server. 向服务器每次提问的时限（秒）。",
        ),
        click.option(
            "--graph",
            "graphs",
            multiple=True,
            metavar="IRI",
            help="Only this named graph of the server; repeatable. 只查询该命名图，可重复。",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            help="The data are in this SPARQL server, not in files. 数据在该 SPARQL 服务器中，而不在文件中。",
        ),
    ):
        command = option(command)
    return command


def server_of(
    files: Sequence[str], endpoint: str | None, graphs: Sequence[str], timeout: float, lang: Lang
) -> Server | None:
    """Return the server that holds the data; ``None`` if files do. Leave with exit status 2 if neither or both."""
    check_graphs(endpoint, graphs, lang)
    if endpoint is None:
        if not files:
            fail(
                lang,
                "name a file, or a SPARQL server by --endpoint URL",
                "请给出文件，或用 --endpoint URL 指明 SPARQL 服务器",
            )
        return None
    if files:
        fail(
            lang,
            f"{files[0]}: with --endpoint the data are in the server: leave out the files, or load them there",
            f"{files[0]}：使用 --endpoint 时数据在服务器中：请去掉文件，或先将其载入服务器",
        )
    from mmssc.server import Server

    with answering(lang):
        return Server(endpoint, timeout=timeout, graphs=graphs)


def check_graphs(endpoint: str | None, graphs: Sequence[str], lang: Lang) -> None:
    """Leave with exit status 2 if graphs are named without a server, or by no IRI."""
    if endpoint is None and graphs:
        fail(lang, "--graph names a graph of a server: give --endpoint too", "--graph 须与 --endpoint 一同使用")
    from pyoxigraph import NamedNode

    for graph in graphs:
        try:
            NamedNode(graph)
        except ValueError as error:
            fail(lang, f"--graph {graph}: {error}", f"--graph {graph} 不是有效的 IRI")


@contextmanager
def answering(lang: Lang) -> Iterator[None]:
    """Tell what is wrong with a source that cannot be used, and leave with exit status 2."""
    from mmssc.problem import UnusableInputError

    try:
        yield
    except UnusableInputError as error:
        tell(error.problems, lang)
        sys.exit(UNUSABLE)


def read_knowledge(model: Sequence[str], lang: Lang) -> list[Quad]:
    """Load the vocabulary with ISO/TS 37107, or with another model where one is named."""
    from mmssc.knowledge import CORE, knowledge_files, triples

    if not model:
        return [quad for path in knowledge_files() for quad in triples(path)]
    paths = list(knowledge_files(CORE))
    for name in model:
        path = Path(name)
        if not path.exists():
            fail(lang, f"{name}: there is no such file or folder", f"{name}：没有这个文件或文件夹")
        paths += sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
    try:
        knowledge = [quad for path in paths for quad in triples(path)]
    except (SyntaxError, OSError) as error:
        fail(lang, f"the model cannot be read: {error}", f"无法读取模型：{error}")
    _refuse_unfit(knowledge, lang)
    return knowledge


def _refuse_unfit(knowledge: Sequence[Quad], lang: Lang) -> None:
    """Leave with exit status 2 if a model cannot be assessed, and say everything that is wrong with it."""
    from pyoxigraph import Store

    from mmssc.knowledge import query_text
    from mmssc.names import compact
    from mmssc.store import select

    store = Store()
    store.bulk_extend(knowledge)
    faults = [
        f"{compact(row['thing'].value)}: {row[lang].value}" for row in select(store, query_text("consistency/model"))
    ]
    for fault in faults[:-1]:
        click.echo(f"{'错误' if lang == 'zh' else 'error'}: {fault}", err=True)
    if faults:
        fail(lang, faults[-1], faults[-1])


def read_and_check(
    files: Sequence[str], knowledge: Sequence[Quad], *, allow_remote: bool, server: Server | None = None
) -> Checked:
    """Read all files, or what a server holds, and check the evidence; the problems are the caller's to tell.

    Raises:
        UnusableInputError: The server gave no answer, or no whole one, or holds no evidence.
    """
    if server is not None:
        return _fetch_and_check(server, knowledge)
    from mmssc.evidence.check import check
    from mmssc.evidence.read import read_evidence
    from mmssc.evidence.sources import expand
    from mmssc.knowledge import instances

    requirements = instances(knowledge, "Requirement")
    readings = []
    expansion = expand(files)
    for source in expansion.sources:
        with progress(f"{source.name} …"):
            readings.append(read_evidence(source.name, allow_remote=allow_remote, requirements=requirements))
    with progress("…"):
        checked = check(readings, [quad.triple for quad in knowledge])
    checked.problems[:0] = expansion.problems
    return checked


def _fetch_and_check(server: Server, knowledge: Sequence[Quad]) -> Checked:
    from mmssc.evidence.batch import Batch
    from mmssc.evidence.check import base_of, check_batch
    from mmssc.evidence.served import Served

    base = base_of(quad.triple for quad in knowledge)
    with progress(f"{server.url} …"):
        return check_batch(Batch.of([Served(server, base).reading()], base), base)


def tell(problems: Sequence[Problem], lang: Lang, limit: int = 0) -> None:
    """Write problems to standard error, one a line, errors before warnings."""
    words = {"en": {"error": "error", "warning": "warning"}, "zh": {"error": "错误", "warning": "警告"}}[lang]
    shown = sorted(problems, key=lambda problem: problem.severity != "error")
    for problem in shown[: limit or None]:
        click.echo(f"{words[problem.severity]}: {problem.line(lang)}", err=True)
    if limit and len(shown) > limit:
        rest = len(shown) - limit
        click.echo(
            {
                "en": f"… and {rest} more: mmssc validate lists them all.",
                "zh": f"……另有 {rest} 个问题，可用 mmssc validate 查看全部。",
            }[lang],
            err=True,
        )


@contextmanager
def counting(words: Text) -> Iterator[Callable[[int, int], None] | None]:
    """Show how much of how many is done, on standard error and on a terminal only.

    Args:
        words: What is counted.

    Yields:
        What to call with how many are done, of how many; ``None`` where nobody looks.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{words.en} {words.zh}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def fail(lang: Lang, en: str, zh: str) -> NoReturn:
    """Say why the input or the call cannot be used, and leave with exit status 2."""
    click.echo(f"{'错误' if lang == 'zh' else 'error'}: {zh if lang == 'zh' else en}", err=True)
    sys.exit(UNUSABLE)


def write(content: str | bytes | Iterable[str | bytes], output: str | None, lang: Lang) -> None:
    """Write a whole result, given at once or in pieces, to a file or to standard output: complete or not at all."""
    pieces = [content] if isinstance(content, str | bytes) else content
    data = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    if output is None or output == "-":
        with SpooledTemporaryFile(max_size=_SPOOL) as whole:
            whole.writelines(data)
            whole.seek(0)
            _to_stdout(whole, lang)
        return
    target = Path(output)
    if _is_input(target):
        fail(
            lang,
            f"{output} is an input of this call: name another file for the output",
            f"{output} 是本次调用的输入：请为输出指定其他文件",
        )
    part = target.with_name(target.name + ".part") if output and target.name else target
    try:
        # A device or a pipe cannot be replaced.
        if target.is_symlink() or (target.exists() and not target.is_file()):
            part = target
        with part.open("wb") as file:
            file.writelines(data)
        if part != target:
            part.replace(target)
    except OSError as error:
        fail(
            lang,
            f"{output or '-o'} cannot be written: {error.strerror}",
            f"无法写入 {output or '-o'}：{error.strerror}",
        )
    finally:
        if part != target:
            part.unlink(missing_ok=True)


def _is_input(target: Path) -> bool:
    """Tell whether a file is named among the inputs of the running command, whatever their parameter is called."""
    context = click.get_current_context(silent=True)
    values = [value for name, value in (context.params if context else {}).items() if name not in {"output", "out"}]
    names = [name for value in values for name in (value if isinstance(value, tuple) else (value,))]
    if not target.is_file():
        return False
    return any(isinstance(name, str) and _holds(name, target) for name in names)


def _holds(name: str, target: Path) -> bool:
    """Tell whether a file is the one that is named, or lies in the folder that is."""
    try:
        path = Path(name)
        return (path.is_file() and target.samefile(path)) or (
            path.is_dir() and path.resolve() in target.resolve().parents
        )
    except (OSError, ValueError):  # a query is no file name, and may be too long for one
        return False


def _to_stdout(whole: IO[bytes], lang: Lang) -> None:
    try:
        copyfileobj(whole, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stderr.close()
    except (OSError, ValueError, AttributeError) as error:  # full, or closed
        reason = getattr(error, "strerror", None) or "closed"
        fail(lang, f"standard output cannot be written: {reason}", f"无法写入标准输出：{reason}")


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Show what is going on, on standard error and on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
