"""The fixed texts of the report in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mmssc.crosswalk.report.document import Report
    from mmssc.problem import Lang

__all__ = ["TEXTS", "file_lines", "summary"]

TEXTS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "title": "Consistency of standards and crosswalks",
        "error": "error",
        "warning": "warning",
        "info": "note",
        "errors": "errors",
        "warnings": "warnings",
        "infos": "notes",
        "mend": "What to do",
        "proof": "proof",
        "derivation": "derivation",
        "more": "… and {n} more; --format csv lists all.",
        "reading": "Reading the files",
        "nothing": "Nothing was found.",
        "shipped": "What ships with the project was checked.",
        "exempted": "Exempted",
        "because": "because",
        "checks": "checks",
        "files": "Files",
        "rows": "{source} ({form}): rows read {read} = rows used {used} + rows refused {refused}",
        "findings": "findings",
        "contents": "Contents",
        "why": "Why it matters",
        "source": "source",
        "colon": ": ",
    },
    "zh": {
        "title": "标准与映射的一致性检查",
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "errors": "个错误",
        "warnings": "个警告",
        "infos": "个提示",
        "mend": "改正办法",
        "proof": "证明",
        "derivation": "推导",
        "more": "……另有 {n} 项；--format csv 可列出全部。",
        "reading": "文件读取",
        "nothing": "未发现问题。",
        "shipped": "检查对象为随项目发布的内容。",
        "exempted": "豁免",
        "because": "理由",
        "checks": "项检查",
        "files": "文件",
        "rows": "{source}（{form}）：读取 {read} 行 = 采用 {used} 行 + 未采用 {refused} 行",
        "findings": "项发现",
        "contents": "目录",
        "why": "问题所在",
        "source": "出处",
        "colon": "：",
    },
}


def summary(report: Report, lang: Lang) -> list[str]:
    """Return the closing lines: counts, exemptions, what is not shown."""
    counts, found = report.counts, sum(report.counts.values())
    silent = len(report.checks) - len({entry.check.id for entry in report.entries})
    hidden = sum(report.hidden.values())
    if lang == "zh":
        lines = [
            f"共 {found} 项发现：{counts['error']} 个错误、{counts['warning']} 个警告、{counts['info']} 个提示；"
            f"运行 {len(report.checks)} 项检查，其中 {silent} 项无发现。"
        ]
        if report.exempted:
            lines.append(f"{len(report.exempted)} 项发现已获豁免。")
        if hidden:
            lines.append(f"另有 {hidden} 项较轻的发现未列出（--severity info）。")
    else:
        lines = [
            f"{_number(found, 'finding')}: {_number(counts['error'], 'error')}, "
            f"{_number(counts['warning'], 'warning')}, {_number(counts['info'], 'note')}; "
            f"{_number(len(report.checks), 'check')} ran, {silent} found nothing."
        ]
        if report.exempted:
            lines.append(f"{_number(len(report.exempted), 'finding')} exempted.")
        if hidden:
            lines.append(f"{_number(hidden, 'less grave finding')} not shown: --severity info.")
    return lines + [limit.say(lang) for limit in report.limits]


def file_lines(report: Report, lang: Lang) -> list[str]:
    """Return how much of each file was used, a line a file."""
    return [
        TEXTS[lang]["rows"].format(
            source=file.source,
            form=file.form or "?",
            read=file.rows_read,
            used=file.rows_used,
            refused=file.rows_refused,
        )
        for file in report.files
    ]


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
