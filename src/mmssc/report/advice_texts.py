"""The words of recommendations, in English and Chinese. Names of terms come from the data instead."""

from __future__ import annotations

from typing import Final

from mmssc.names import DCTERMS, SKOS
from mmssc.problem import Text

__all__ = ["ADVICE_TEXTS", "PREDICATES"]

ADVICE_TEXTS: Final[dict[str, Text]] = {
    "advice": Text("What to do next", "下一步做什么"),
    "counts": Text(
        "{steps} open for {characteristics} below target.", "{characteristics}低于目标，共有 {steps}待完成。"
    ),
    "at_target": Text("Every characteristic has reached its target.", "各特征均已达到目标。"),
    "step_1": Text("1 requirement", "1 项要求"),
    "step_n": Text("{n} requirements", "{n} 项要求"),
    "characteristic_1": Text("1 characteristic", "1 个特征"),
    "characteristic_n": Text("{n} characteristics", "{n} 个特征"),
    "entry_1": Text("1 document or clause", "1 个文件或条款"),
    "entry_n": Text("{n} documents and clauses", "{n} 个文件和条款"),
    "one_of": Text("one of these is enough:", "以下任选其一即可："),
    # What comes first
    "next": Text("Do this next", "先做这些"),
    "next_note": Text(
        "The cheapest steps: the fewest missing requirements for one more level.",
        "代价最小的步骤：再升一级所缺要求最少。",
    ),
    "up": Text("{code} {name}: level {level} → {unlocks}", "{code} {name}：{level} 级 → {unlocks} 级"),
    "to_read": Text("read: {documents}", "阅读：{documents}"),
    "up_cost": Text("{cost} missing", "缺 {cost}"),
    "more": Text("… and {n} more at the same price: see the plan.", "……另有 {n} 个代价相同，见计划。"),
    # What to read
    "reading_list": Text("Shortest reading list", "最短阅读清单"),
    "covers": Text(
        "{entries}, which together help with {steps}. No shorter list would do.",
        "{entries}，合起来有助于 {steps}。没有更短的清单可以做到。",
    ),
    "covers_perhaps": Text(
        "{entries}, which together help with {steps}. The search was too large to finish: a shorter list may exist.",
        "{entries}，合起来有助于 {steps}。搜索规模过大而未完成，可能存在更短的清单。",
    ),
    "in_edition": Text("{number} in {standard}", "{standard} 中为 {number}"),
    "closes": Text("helps with {steps}: {codes}", "有助于 {steps}：{codes}"),
    "closes_more": Text("helps with {steps} more: {codes}", "另有助于 {steps}：{codes}"),
    "practices": Text("what it recommends", "其中的建议"),
    "see_also": Text("see also", "另见"),
    "path": Text("path", "路径"),
    # The plan
    "plan": Text("Plan by phase", "分阶段计划"),
    "plan_note": Text(
        "A requirement stands in the earliest phase in which evidence of it can come about; the cheapest level first. "
        "“Missing” is what the level still lacks in all.",
        "每项要求列于可产生其证据的最早阶段，代价最小的等级在前。“缺”为该等级总共尚缺的要求数。",
    ),
    "phase_n": Text("Phase {place}: {name}", "第 {place} 阶段：{name}"),
    "no_phase": Text("In no phase", "不属于任何阶段"),
    # Purposes
    "purposes": Text("Functions to examine", "应考察的职能"),
    "purposes_note": Text(
        "Behind each purpose below its target stand functions of local government. Their grades make levels plausible; "
        "they never change a rating.",
        "每个未达目标的宗旨背后都有若干地方政府职能。其等次可提示等级的合理区间，但不改变评级。",
    ),
    "interval": Text("plausible levels {lowest} to {highest}", "合理区间：{lowest} 至 {highest} 级"),
    "interval_one": Text("plausible level {lowest}", "合理等级：{lowest} 级"),
    "graded": Text("{n} of {all} functions graded", "{all} 项职能中 {n} 项有等次"),
    "rated": Text("rated at level {level}", "评级为 {level} 级"),
    "outside": Text(
        "The rating lies outside: look again at the evidence, or at the grades.",
        "评级落在区间之外：请复核证据或等次。",
    ),
    "inside": Text("The rating lies within.", "评级落在区间之内。"),
    "about": Text("close to level {level}", "约为 {level} 级"),
    "about_or_higher": Text("close to level {level} or higher", "约为 {level} 级或更高"),
    "not_graded": Text("not graded", "尚无等次"),
    # What remains
    "unsupported": Text("Nothing to read", "没有可读的文件"),
    "unsupported_note": Text(
        "No document is known to help with these; they need the city's own ideas, or those of its peers.",
        "未发现有助于以下各项的文件，需靠城市自身或同类城市的经验。",
    ),
    "all_supported": Text("Every requirement has something to read.", "每项要求都有可读的文件。"),
    "several": Text("{first} … {last} ({n})", "{first} … {last}（{n} 项）"),
}

PREDICATES: Final[dict[str, Text]] = {
    SKOS + "broader": Text("part of", "属于"),
    DCTERMS + "source": Text("stands in", "见于"),
}
"""How a path names predicates of other vocabularies; those of this project have a label."""
