"""The fixed texts of the reports in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.problem import Lang
    from mmssc.shacl.report.document import Report

__all__ = ["SEVERITIES", "cut", "engine", "queries", "row_text", "summary", "unmatched", "why"]

SEVERITIES: Final[dict[str, Text]] = {
    "sh:Violation": Text("violation", "违规"),
    "sh:Warning": Text("warning", "警告"),
    "sh:Info": Text("note", "提示"),
}
_NOTHING: Final = Text(
    "Nothing was checked: no active shape matches any node of the data. This is no success.",
    "未检查任何内容：没有任何有效形状匹配到数据中的节点。这不是通过。",
)


def summary(report: Report, lang: Lang) -> list[str]:
    """Return the last lines of a report: what was checked, what was found, what was left out."""
    count = len(report.results)
    matched = sum(1 for row in report.rows if not row.deactivated and row.focus_nodes != 0)
    parts = [_severity(name, number, lang) for name, number in report.severities.items()]
    lines = []
    if report.idle and report.conforms:
        lines.append(_NOTHING.say(lang))
    elif lang == "zh":
        verdict = "符合" if report.conforms else "不符合"
        detail = f"（{'，'.join(parts)}）" if parts else ""
        lines.append(f"{verdict}：{count} 个结果{detail}；{len(report.rows)} 个有目标的形状中 {matched} 个有匹配。")
    else:
        verdict = "Conforms" if report.conforms else "Does not conform"
        detail = f" ({', '.join(parts)})" if parts else ""
        shapes = f"{matched} of {_plural(len(report.rows), 'shape')} with a target matched"
        lines.append(f"{verdict}: {_plural(count, 'result')}{detail}; {shapes}.")
    if report.left_out:
        lines.append(_left_out(report.left_out).say(lang))
    lines.append(engine(report).say(lang))
    return [*lines, *(text.say(lang) for text in queries(report))]


def _left_out(count: int) -> Text:
    return Text(
        f"{_plural(count, 'less grave result')} left out (--severity).",
        f"另有 {count} 个较轻的结果未计入（--severity）。",
    )


def _severity(name: str, number: int, lang: Lang) -> str:
    if name not in SEVERITIES:
        return f"{number} {name}"
    word = SEVERITIES[name]
    return f"{number} {word.zh}" if lang == "zh" else _plural(number, word.en)


def engine(report: Report) -> Text:
    """Return which engine ran, and why."""
    run = report.run
    name = {"mmssc": "mmssc", "pyshacl": "pySHACL"}[run.engine]
    en, zh = f"Engine: {name} {run.version}", f"引擎：{name} {run.version}"
    if run.reasons:
        en += ", because " + "; ".join(reason.en for reason in run.reasons)
        zh += "，因为" + "；".join(reason.zh for reason in run.reasons)
    return Text(en + ".", zh + "。")


# Why focus nodes are asked about one by one, where it is more than keywords of SPARQL.
_WHY: Final = {
    "LIMIT or OFFSET": "LIMIT 或 OFFSET",
    "grouping without $this as a key": "分组的键不含 $this",
    "a path of length zero that nothing ties to the graph": "查询中有长度可为零且未与图相连的路径",
}


def why(reason: str) -> Text:
    """Return why a constraint had to be asked about each focus node alone, as ``QueryRun.reason`` says it."""
    return Text(reason, _WHY.get(reason, reason))


def queries(report: Report) -> Iterator[Text]:
    """Yield how SPARQL-based constraints were run: those of one query as a number, the others one by one."""
    runs = report.run.report.queries
    whole = sum(run.way == "set" for run in runs)
    if whole:
        yield Text(
            f"SPARQL: {_plural(whole, 'constraint')} asked about all focus nodes at once.",
            f"SPARQL：{whole} 个约束对全部焦点节点一次查询。",
        )
    for run in runs:
        if run.reason is not None:
            name, reason = report.shape_names.name(run.shape), why(run.reason)
            yield Text(
                f"SPARQL: a constraint of {name} asked about each focus node alone, because of {reason.en} "
                f"({run.queries} {'query' if run.queries == 1 else 'queries'}).",
                f"SPARQL：{name} 的一个约束逐个焦点节点查询（{run.queries} 次），因为{reason.zh}。",
            )


def unmatched(name: str) -> Text:
    """Return the note for a shape that found nothing to check."""
    return Text(
        f"{name} matched no node of the data: it checked nothing, which is no success.",
        f"{name} 未匹配到数据中的任何节点：没有检查任何内容，不算通过。",
    )


def row_text(focus_nodes: int | None, results: int) -> Text:
    """Return how many focus nodes a shape has and how many results it gave."""
    if focus_nodes is None:
        return Text(f"focus nodes not known, {_plural(results, 'result')}", f"焦点节点数未知，{results} 个结果")
    return Text(
        f"{_plural(focus_nodes, 'focus node')}, {_plural(results, 'result')}",
        f"{focus_nodes} 个焦点节点，{results} 个结果",
    )


def cut(shown: int, count: int) -> Text:
    """Return the note that a list is cut."""
    return Text(f"{shown} of {count} results are shown (--limit)", f"共 {count} 个结果，仅列出 {shown} 个（--limit）")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
