"""The tables of a record, as Markdown, in English or Chinese."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from mmssc.problem import Text
from shaclbench.record import DIFFERS, FAILED, MEASURED, NOT_INSTALLED, OVER_BUDGET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.problem import Lang
    from shaclbench.record import Assessment, Record, Validation

__all__ = ["render", "turbo_seconds"]

_TURBO: Final = "pyshacl-turbo"

_STATUS: Final = {
    DIFFERS: Text("other results", "结果不同"),
    FAILED: Text("failed", "失败"),
    NOT_INSTALLED: Text("not installed", "未安装"),
    OVER_BUDGET: Text("over budget", "超出时限"),
}
_HEAD: Final = Text("engine | version | peak memory | × mmssc", "引擎 | 版本 | 内存峰值 | × mmssc")
_CITIES: Final = Text("{n} cities", "{n} 座城市")
_ONE: Final = Text("1 city", "1 座城市")
_ESTIMATED: Final = Text("≈ {s} (by proportion, not measured)", "≈ {s}（按比例推算，未测）")
_JOB_HEAD: Final = Text(
    "cities | triples | bare parse | `mmssc assess` | × parse | × the size before | peak memory | bytes a triple"
    " | pyshacl-turbo, validation only",
    "城市 | 三元组 | 仅解析 | `mmssc assess` | × 解析 | × 前一规模 | 内存峰值 | 每三元组字节 | 仅校验的 pyshacl-turbo",
)
_SLOWER: Final = Text("{x} × as long", "耗时 {x} 倍")
_COMPARED: Final = Text(
    "Results were compared before times: up to {results} validation results, with those of {sources}; up to {levels}"
    " levels of `mmssc assess`, with those that follow from the results. Memory and ratio are those of the largest size"
    " that an engine was measured on.",
    "先比较结果，再列时间：最多 {results} 条校验结果，以{sources}的结果为准；"
    "`mmssc assess` 最多 {levels} 个等级，与由校验结果推出的等级比较。"
    "内存与倍数取该引擎所测的最大规模。",
)
_SOURCE: Final = Text("{name} on {sizes}", "{name}（{sizes}）")
_MACHINE: Final = Text(
    "{processor}, {cores} cores, {memory_gb} GB; Python {python}; {java}; Node {node}; load {load} at the start of"
    " measurements; medians of {runs} runs; {made}.",
    "{processor}，{cores} 核，{memory_gb} GB；Python {python}；{java}；Node {node}；测量开始时负载 {load}；"
    "{runs} 次运行的中位数；{made}。",
)


def render(record: Record, lang: Lang) -> str:
    """Return both tables, and below them what was compared and on which machine."""
    parts = []
    if record.validations:
        parts.append(_validations(record, lang))
    if record.assessments:
        parts.append(_assessments(record, lang))
    notes = [f"{each.engine}, {each.cities}: {each.reason}" for each in _reasons(record.validations)]
    notes += [f"mmssc assess, {each.cities}: {each.reason}" for each in record.assessments if each.status != MEASURED]
    parts += [f"- {note}" for note in notes]
    measurements: list[Validation | Assessment] = [*record.validations, *record.assessments]
    loads = [each.load for each in measurements if each.load is not None]
    parts.append(
        _COMPARED.say(lang).format(
            results=f"{max((each.results for each in record.validations), default=0):,}",
            levels=f"{max((each.compared for each in record.assessments), default=0):,}",
            sources=_sources(record.validations, lang) or "—",
        )
    )
    machine = {key: "—" if value is None else value for key, value in record.machine.items()}
    span = f"{min(loads)}–{max(loads)}" if loads else "?"
    parts.append(_MACHINE.say(lang).format(**machine, load=span, runs=record.runs, made=record.made))
    return "\n\n".join(parts) + "\n"


def turbo_seconds(record: Record, cities: int) -> tuple[float, bool] | None:
    """Return how long pyshacl-turbo takes, and whether that was measured or is in proportion to a smaller size."""
    measured = {each.cities: each.seconds for each in record.validations if each.engine == _TURBO and each.seconds}
    if cities in measured:
        return measured[cities] or 0, True
    if not measured:
        return None
    largest = max(measured)
    return (measured[largest] or 0) * cities / largest, False


def _validations(record: Record, lang: Lang) -> str:
    sizes = sorted({each.cities for each in record.validations})
    engine, version, peak, ratio = _HEAD.say(lang).split(" | ")
    heads = [_ONE.say(lang) if size == 1 else _CITIES.say(lang).format(n=f"{size:,}") for size in sizes]
    by_engine: dict[str, dict[int, Validation]] = {}
    for each in record.validations:
        by_engine.setdefault(each.engine, {})[each.cities] = each
    ours = by_engine.get("mmssc", {})
    rows = []
    for name, found in by_engine.items():
        cells = [_cell(found[size], lang) if size in found else "" for size in sizes]
        largest = max((size for size in sizes if size in found and found[size].seconds), default=None)
        peaks = median(found[largest].peak) if largest is not None else None
        ours_there = ours[largest].seconds if largest in ours else None
        theirs = found[largest].seconds if largest is not None else None
        times = f"{theirs / ours_there:,.1f}" if theirs and ours_there else ""
        versions = next((each.version for each in found.values() if each.version), "")
        rows.append([name, versions, *cells, _megabytes(peaks), times])
    return _table([engine, version, *heads, peak, ratio], rows)


def _cell(each: Validation, lang: Lang) -> str:
    if each.seconds is not None:
        return _seconds(each.seconds)
    if each.status == OVER_BUDGET and each.estimate is not None:
        return _ESTIMATED.say(lang).format(s=_seconds(each.estimate))
    return _STATUS[each.status].say(lang)


def _assessments(record: Record, lang: Lang) -> str:
    rows = []
    before: Assessment | None = None
    for each in record.assessments:
        head = [f"{each.cities:,}", f"{each.triples:,}"]
        if each.status != MEASURED:
            rows.append([*head, "", _STATUS[each.status].say(lang), "", "", "", "", ""])
            continue
        floor, clock, peak = median(each.floor), median(each.clock), median(each.peak)
        growth = f"{clock / median(before.clock):.2f}" if before is not None else ""
        turbo = turbo_seconds(record, each.cities)
        there = ""
        if turbo is not None:
            seconds = _seconds(turbo[0]) if turbo[1] else _ESTIMATED.say(lang).format(s=_seconds(turbo[0]))
            there = f"{seconds}; {_SLOWER.say(lang).format(x=f'{turbo[0] / clock:,.1f}')}"
        rows.append(
            [
                *head,
                _seconds(floor),
                _seconds(clock),
                f"{clock / floor:.2f}",
                growth,
                _megabytes(peak),
                f"{peak / each.triples:,.0f}",
                there,
            ]
        )
        before = each
    return _table(_JOB_HEAD.say(lang).split(" | "), rows)


def _sources(validations: Sequence[Validation], lang: Lang) -> str:
    """Say whose results were expected, and on which sizes."""
    sizes: dict[str, set[int]] = {}
    for each in validations:
        if each.compared_with:
            sizes.setdefault(each.compared_with, set()).add(each.cities)
    said = [_SOURCE.say(lang).format(name=name, sizes="/".join(map(str, sorted(at)))) for name, at in sizes.items()]
    return ", ".join(said) if lang == "en" else "、".join(said)


def _reasons(validations: Sequence[Validation]) -> list[Validation]:
    """Return the records that say why there is no time, each reason once."""
    seen: dict[tuple[str, str], Validation] = {}
    for each in validations:
        if each.reason and not each.reason.startswith("at "):
            seen.setdefault((each.engine, each.reason), each)
    return list(seen.values())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 100 else f"{seconds:.1f} s" if seconds >= 10 else f"{seconds:.2f} s"


def _megabytes(size: float | None) -> str:
    return f"{size / 1e6:,.0f} MB" if size is not None else ""
