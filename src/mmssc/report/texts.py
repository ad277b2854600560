"""The words of the reports that people read, in English and Chinese. Names of terms come from the data instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmssc.problem import Text

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["TEXTS", "say_date", "texts"]

TEXTS: Final[dict[str, Text]] = {
    # The page as a whole
    "title": Text("Maturity assessment", "成熟度评估报告"),
    "skip": Text("Skip to the results", "跳到评估结果"),
    "contents": Text("Contents", "目录"),
    "results": Text("Results", "评估结果"),
    "back": Text("back to the matrix", "返回矩阵"),
    "separator": Text("; ", "；"),
    "comma": Text(", ", "、"),
    "space": Text(" ", ""),
    "colon": Text(": ", "："),
    # How evidence is looked at
    "as_of": Text("As of {date}", "截至{date}"),
    "planned_until": Text("plans counted up to {date}", "计入{date}前的计划"),
    "least": Text("minimum assurance: {name}", "最低核验程度：{name}"),
    "group": Text("seen by: {name}", "相关方视角：{name}"),
    "method": Text("method: {name}", "方法：{name}"),
    "today": Text("today", "当前"),
    "planned_by": Text("planned by {date}", "计划于{date}前"),
    "no_change": Text("{first}; {others}: no change", "{first}；{others}：无变化"),
    # The matrix
    "matrix": Text("Maturity matrix", "成熟度矩阵"),
    "matrix_caption": Text(
        "Characteristics in rows, levels in columns. Each cell leads to its proof.",
        "每行一个特征，每列一个等级。点击单元格可查看其证明。",
    ),
    "part": Text("Part", "部分"),
    "subdimension": Text("Sub-dimension", "子维度"),
    "characteristic": Text("Characteristic", "特征"),
    "level": Text("Level", "等级"),
    "level_n": Text("Level {n}", "{n} 级"),
    "carrying": Text("Items", "证据"),
    "missing": Text("Missing", "缺项"),
    "items_note": Text("Items: evidence that carries the proved level.", "证据：支撑所证明等级的条目数。"),
    "missing_note": Text("Missing: requirements in the way of the next level.", "缺项：进入下一等级尚缺的要求数。"),
    "legend": Text("Legend", "图例"),
    "proved": Text("proved", "已证明"),
    "planned": Text("planned", "已计划"),
    "possible": Text("still possible", "仍有可能"),
    "closed": Text("not proved", "未证明"),
    "proved_note": Text("Evidence admitted today meets every requirement.", "当前采信的证据满足全部要求。"),
    "planned_note": Text("Plans up to {date} would meet what is missing.", "{date}前的计划若完成，可补足所缺。"),
    "possible_note": Text("Nothing speaks against it, but something is unknown.", "没有不利证据，但仍有要求情况未知。"),
    "closed_note": Text(
        "A requirement is disputed, or what was offered for it does not count.", "有要求存在争议，或所提证据不算数。"
    ),
    "highest_note": Text(
        "A characteristic is at the highest level that is proved. A level builds on the one below only where the "
        "model says so.",
        "特征的等级是所证明的最高等级。仅在模型写明时，某等级才以下一等级为基础。",
    ),
    # Headline figures and distributions
    "spread": Text("Levels of the characteristics", "各特征的等级"),
    "spread_note": Text("lowest to highest, median {median}", "最低至最高，中位 {median}"),
    "met_figure": Text("Requirements met", "满足的要求"),
    "admitted_figure": Text("Items of evidence admitted", "采信的证据"),
    "of": Text("of {n}", "共 {n}"),
    "distribution": Text("Distribution of levels", "等级分布"),
    "distribution_caption": Text(
        "How many characteristics stand at each level. Levels have an order and no distance, so there is no average.",
        "各等级的特征数目。等级只有次序、没有距离，因此不计算平均值。",
    ),
    "lowest": Text("Lowest", "最低"),
    "median": Text("Median", "中位"),
    "highest": Text("Highest", "最高"),
    "outcomes": Text("Requirements by outcome", "各判定的要求数目"),
    # Characteristics: gaps, reading, proof
    "proof": Text("Proof, gaps and reading", "证明、差距与阅读建议"),
    "proof_note": Text(
        "For each characteristic: what keeps it from the next level, what to read, and each level's requirements with "
        "the evidence for and against them.",
        "逐一列出每个特征：进入下一等级所缺的要求、建议阅读的文件，以及各等级的要求和正反两方面的证据。",
    ),
    "next": Text("To reach level {n}", "进入 {n} 级尚缺"),
    "top": Text("The highest level is proved.", "已证明最高等级。"),
    "one_of": Text("One of these is enough", "以下满足其一即可"),
    "read": Text("Read", "建议阅读"),
    "asks_nothing": Text("Level {n} asks for nothing.", "{n} 级没有要求。"),
    "met_count": Text("{met} of {all} met", "{all} 项要求中满足 {met} 项"),
    "builds_on": Text("This level builds on level {n}, which asks for:", "本等级以 {n} 级为基础，{n} 级的要求："),
    "looks_for": Text("What an assessor looks for", "评估时查看的内容"),
    "qualities": Text("Evidence has to be shown to be", "证据须表明具备"),
    "usual": Text("Usually shown by", "通常的证据"),
    "count": Text("Items needed: {n}", "所需证据条数：{n}"),
    "satisfies": Text("shows it", "证明"),
    "disputes": Text("disputes it", "质疑"),
    "lacks": Text("does not count; not shown to be: {reasons}", "不算数，未表明：{reasons}"),
    "not_admitted": Text("not admitted: {reasons}", "未采信：{reasons}"),
    "would_do": Text("What would do", "怎样才够"),
    "settle": Text(
        "Settle the dispute: evidence in favour does not outweigh it.", "须先解决争议：正面证据再多也不能抵消质疑。"
    ),
    "add_one": Text("One more item that demonstrates it would do.", "再有一条能够证明此项的证据即可。"),
    "add_more": Text("{n} more items that demonstrate it would do.", "再有 {n} 条能够证明此项的证据即可。"),
    "each_with": Text("Qualities needed: {qualities}.", "所需性质：{qualities}。"),
    "or_amend": Text("Or show of “{item}”: {qualities}.", "或者补充表明“{item}”：{qualities}。"),
    # Lists at the end
    "texts": Text("What each requirement asks", "各项要求的内容"),
    "reading": Text("Recommended reading", "推荐阅读"),
    "reading_note": Text(
        "Standards and clauses that help with characteristics whose next level has gaps.",
        "有助于弥合差距的标准和条款，按可惠及的特征排列。",
    ),
    "helps": Text("Helps with", "有助于"),
    "document": Text("Document or clause", "文件或条款"),
    "no_reading": Text("There is nothing to recommend.", "没有可推荐的文件。"),
    "refused_items": Text("Evidence not admitted", "未采信的证据"),
    "reason": Text("Reason", "原因"),
    "item": Text("Item", "证据条目"),
    "none_refused": Text("Every item was admitted.", "全部证据均已采信。"),
    "evidence": Text("All evidence", "全部证据"),
    "no_evidence": Text("No evidence was given.", "没有提供任何证据。"),
    "source": Text("source", "来源"),
    "offered_for": Text("offered for", "用以证明"),
    "speaks_against": Text("disputes", "质疑"),
    "offered_for_nothing": Text("offered for no requirement", "未用于任何要求"),
    # How to read, colophon
    "how": Text("How to read this report", "如何阅读本报告"),
    "how_admit": Text(
        "An assessment is a way to look at evidence: a day, the least assurance that counts, and how far ahead plans "
        "count. Items that have expired, are not yet issued, are rejected or are assured too little are not admitted.",
        "评估是看待证据的一种方式：以哪一天为准、最低接受何种核验程度、计入多久以内的计划。"
        "已过期、尚未发布、已被否定或核验程度不足的证据不予采信。",
    ),
    "how_count": Text(
        "An admitted item counts for a requirement if it is offered for it and has every quality that the requirement "
        "demands. What is not known of an item never counts in its favour.",
        "采信的证据若用于某项要求，且具备该要求规定的全部性质，才算数。证据中未知的情况一律不作有利推定。",
    ),
    "how_outcomes": Text("Each requirement has one of four outcomes:", "每项要求有四种判定之一："),
    "colophon": Text("Colophon", "说明"),
    "made_by": Text(
        "Made with mmssc {version}. It holds everything that it shows and loads nothing from the network.",
        "由 mmssc {version} 生成。本页自成一体，不从网络加载任何内容。",
    ),
    "licence": Text(
        "The names and texts of the model, in the project's own words, are licensed under CC BY 4.0. What the evidence "
        "says is its publishers'.",
        "模型的名称和文字由本项目自行撰写，依 CC BY 4.0 授权；证据内容的权利归其发布者。",
    ),
    # The terminal
    "admitted_line": Text("Items of evidence: {all}; admitted: {admitted}", "证据 {all} 条，采信 {admitted} 条"),
    "refused_line": Text("; not admitted: {n} ({reasons})", "，未采信 {n} 条（{reasons}）"),
    "spread_head": Text("Low / median / high", "最低/中位/最高"),
    "why": Text("Why level {n}", "为何为 {n} 级"),
    "why_not": Text("Why not level {n}", "为何未达 {n} 级"),
    "ways": Text("One of these is enough:", "以下满足其一即可："),
}

_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


def texts(lang: Lang) -> dict[str, str]:
    """Return every text in one language."""
    return {key: text.say(lang) for key, text in TEXTS.items()}


def say_date(value: str, lang: Lang) -> str:
    """Write a date, at the precision it has (``2026``, ``2026-11``, ``2026-11-21``); anything else as it is."""
    parts = value.split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts) > 3:
        return value
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return value
    if lang == "zh":
        return "".join(f"{number}{unit}" for number, unit in zip(numbers, "年月日", strict=False))
    year, *rest = numbers
    words = [str(day) for day in rest[1:]] + [_MONTHS[month - 1] for month in rest[:1]]
    return " ".join([*words, str(year)])
