"""The report for a terminal: the matrix in 80 columns, and the explanation of one characteristic."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mmssc.report.digest import Digest, clean

if TYPE_CHECKING:
    from mmssc.problem import Lang
    from mmssc.report.digest import Panel, State
    from mmssc.report.document import Document

__all__ = ["explain", "render"]

_SIGNS: Final[dict[State, str]] = {"proved": "●", "planned": "◐", "possible": "○", "closed": "·"}
_OUTCOMES: Final = {"met": "✔", "disputed": "✖", "refused": "⊘", "unknown": "?"}
_STYLES: Final = {
    "proved": "bold green",
    "planned": "yellow",
    "possible": "cyan",
    "closed": "dim",
    "met": "green",
    "disputed": "red",
    "refused": "yellow",
    "unknown": "cyan",
}
_NARROW, _WIDE = 80, 100
_CODE: Final = 7


def render(document: Document, lang: Lang = "en", *, terminal: bool = False) -> str:
    """Return the matrix of every community, with its distributions and what became of the evidence.

    Args:
        document: What an assessment found (``mmssc.report.document``).
        lang: The language of the table.
        terminal: Whether it is for a terminal: in colour, unless NO_COLOR is set, and as wide as the terminal allows.
    """
    written = io.StringIO()
    console = _console(written, terminal=terminal)
    digest = Digest(document, lang)
    for panel in digest.panels:
        _heading(console, digest, panel)
        for model in document["models"]:
            _matrix(console, digest, panel, model)
            _distributions(console, digest, panel, model)
        _evidence(console, digest, panel)
        console.print()
    if not digest.panels:
        console.print(Text(digest.say("no_evidence")))
    return _lines(written)


def explain(
    document: Document, characteristic: str, level: int | None = None, lang: Lang = "en", *, terminal: bool = False
) -> str:
    """Return why a characteristic is at its level and why not at the next, or how it stands at one level.

    Args:
        document: What an assessment found (``mmssc.report.document``).
        characteristic: The code of a characteristic of the document.
        level: The level to explain; ``None`` for the proved one and the next.
        lang: The language of the explanation.
        terminal: Whether it is for a terminal.
    """
    written = io.StringIO()
    console = _console(written, terminal=terminal)
    digest = Digest(document, lang)
    name = next(
        each["name"]
        for model in document["models"]
        for dimension in model["dimensions"]
        for sub in dimension["subdimensions"]
        for each in sub["characteristics"]
        if each["code"] == characteristic
    )
    for panel in digest.panels:
        _heading(console, digest, panel)
        console.print(Text(f"{characteristic} {digest.name(name)}", "bold"))
        if level is None:
            _why(console, digest, panel, characteristic)
        else:
            state = panel.state(characteristic, level)
            title = f"{digest.say('level_n', n=level)}{digest.say('colon')}{_SIGNS[state]} {digest.say(state)}"
            console.print(Text(title, _STYLES[state]))
            _criterion(console, digest, panel, digest.criterion(characteristic, level))
        console.print()
    return _lines(written)


def _console(file: io.StringIO, *, terminal: bool) -> Console:
    console = Console(
        file=file, force_terminal=terminal, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    console.width = min(console.width, _WIDE) if terminal else _NARROW
    return console


def _lines(written: io.StringIO) -> str:
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n")).rstrip() + "\n"


def _heading(console: Console, digest: Digest, panel: Panel) -> None:
    console.print(Text(digest.name(panel.community["name"]), "bold"))
    console.print(Text(" · ".join(digest.view_line(panel)), "dim"))
    console.print()


def _fit(text: str, width: int, style: str = "") -> Text:
    """Return a text of exactly so many cells."""
    fitted = Text(text, style)
    fitted.truncate(width, overflow="ellipsis", pad=True)
    return fitted


def _right(text: str, width: int, style: str = "") -> Text:
    return Text(" " * (width - cell_len(text)) + text, style)


def _matrix(console: Console, digest: Digest, panel: Panel, model: Document) -> None:
    ranks = [level["rank"] for level in model["levels"]]
    heads = [digest.say("carrying"), digest.say("missing")]
    tails = [cell_len(head) + 2 for head in heads]
    width = console.width - _CODE - 2 * len(ranks) - 1 - sum(tails)
    head = Text.assemble(
        " " * _CODE, _fit("", width), *(f" {rank}" for rank in ranks), " ", *map(_right, heads, tails), style="dim"
    )
    console.print(head)
    for dimension in model["dimensions"]:
        console.print(_fit(f"{dimension['code']} {digest.name(dimension['name'])}", console.width, "bold"))
        for sub in dimension["subdimensions"]:
            if sub["code"] != sub["characteristics"][0]["code"]:
                console.print(_fit(f" {sub['code']} {digest.name(sub['name'])}", console.width, "dim"))
            for characteristic in sub["characteristics"]:
                console.print(_row(digest, panel, characteristic, ranks, width, tails))
    console.print()
    states = [state for state in _SIGNS if state != "planned" or panel.planned_until]
    legend = Text("   ").join(Text(f"{_SIGNS[state]} {digest.say(state)}", _STYLES[state]) for state in states)
    console.print(legend)
    console.print(Text(digest.say("items_note") + digest.say("space") + digest.say("missing_note"), "dim"))
    console.print()


def _row(
    digest: Digest, panel: Panel, characteristic: Document, ranks: list[int], width: int, tails: list[int]
) -> Text:
    code = characteristic["code"]
    today = panel.ratings(code)[0]
    states = [panel.state(code, rank) for rank in ranks]
    return Text.assemble(
        _fit(f"  {code}", _CODE),
        _fit(f" {digest.name(characteristic['name'])}", width),
        *((f" {_SIGNS[state]}", _STYLES[state]) for state in states),
        " ",
        _right(str(len(today["evidence"])), tails[0]),
        _right(str(len(digest.missing(today))), tails[1]),
    )


def _distributions(console: Console, digest: Digest, panel: Panel, model: Document) -> None:
    ranks = [level["rank"] for level in model["levels"]]
    head = digest.say("spread_head")
    width = console.width - cell_len(head) - 4 * len(ranks)
    console.print(
        Text.assemble(
            _fit(digest.say("distribution"), width, "bold"),
            (head, "dim"),
            *(_right(str(rank), 4, "dim") for rank in ranks),
        )
    )
    for when, summaries in digest.merged(panel, panel.spreads()):
        if when:
            console.print(Text(when, "dim"))
        for part in (*model["dimensions"], model):
            summary = summaries[part["iri"]]
            label = f"{part['code']} {digest.name(part['name'])}" if "code" in part else digest.name(part["name"])
            console.print(
                Text.assemble(
                    _fit(label, width),
                    _right("{lowest} / {median} / {highest}".format(**summary), cell_len(head)),
                    *(_right(str(summary["counts"].get(str(rank), 0)), 4) for rank in ranks),
                )
            )
    console.print()


def _evidence(console: Console, digest: Digest, panel: Panel) -> None:
    for when, refused in digest.merged(panel, [view["not_admitted"] for view in panel.views]):
        number = len(digest.items(panel))
        line = digest.say("admitted_line", all=number, admitted=number - len(refused))
        if refused:
            reasons = Counter(reason for entry in refused for reason in entry["reasons"])
            tally = digest.listed([f"{digest.term(reason)} {count}" for reason, count in reasons.most_common()])
            line += digest.say("refused_line", n=len(refused), reasons=tally)
        if when:
            console.print(Text(when, "dim"))
        console.print(Text(line))


def _why(console: Console, digest: Digest, panel: Panel, characteristic: str) -> None:
    ratings = panel.ratings(characteristic)
    for when, level in digest.merged(panel, [rating["level"] for rating in ratings]):
        console.print(Text(" · ".join(words for words in (digest.say("level_n", n=level), when) if words)))
    now = ratings[0]
    console.print()
    console.print(Text(digest.say("why", n=now["level"]), "bold"))
    proved = digest.criterion(characteristic, now["level"])
    if digest.asked(proved):
        _criterion(console, digest, panel, proved)
    else:
        console.print(Text(digest.say("asks_nothing", n=now["level"])))
    console.print()
    if now["next_level"] is None:
        console.print(Text(digest.say("top")))
        return
    console.print(Text(digest.say("why_not", n=now["next_level"]), "bold"))
    _demands(console, digest, panel, digest.missing(now))
    if now["reading"]:
        documents = [digest.designation(iri) for iri in now["reading"]]
        console.print(Text(f"{digest.say('read')}{digest.say('colon')}{digest.say('separator').join(documents)}"))


def _criterion(console: Console, digest: Digest, panel: Panel, criterion: str) -> None:
    for code in digest.chain(criterion):
        if code != criterion:
            below = digest.document["criteria"][code]["level"]
            console.print(Text(digest.say("builds_on", n=below), "dim"))
        _demands(console, digest, panel, digest.demands(code))


def _demands(console: Console, digest: Digest, panel: Panel, groups: list[list[str]]) -> None:
    for group in groups:
        if len(group) > 1:
            console.print(Text(digest.say("ways"), "italic"))
        for code in group:
            _requirement(console, digest, panel, code, indent=2 if len(group) > 1 else 0)


def _requirement(console: Console, digest: Digest, panel: Panel, code: str, indent: int) -> None:
    asked = digest.requirements[code]
    outcomes = dict.fromkeys(finding["outcome"] for finding in panel.findings(code))
    states = Text(" → ").join(
        Text(f"{_OUTCOMES[outcome]} {digest.value('outcome', outcome)}", _STYLES[outcome]) for outcome in outcomes
    )
    title = Text.assemble(states, "  ", (digest.name(asked["name"]), "bold"), (f" {code}", "dim"))
    console.print(Padding(title, (0, 0, 0, indent)))
    cases = list(digest.merged(panel, [_case(digest, panel, view, code) for view in panel.views]))
    for when, lines in cases:
        if len(cases) > 1:
            console.print(Padding(Text(when, "dim"), (0, 0, 0, indent + 2)))
        for line in lines:
            console.print(Padding(line, (0, 0, 0, indent + 4)))
    console.print()


def _case(digest: Digest, panel: Panel, view: Document, code: str) -> list[Text]:
    """Return what speaks for and against a requirement, and what would do if it is not met."""
    lines = _offers(digest, panel, view, code)
    if view["findings"][code]["outcome"] != "met":
        message = digest.name(digest.requirements[code]["message"])
        lines.append(Text("→ " + digest.say("space").join([message, *digest.advice(view, code)])))
    return lines


def _offers(digest: Digest, panel: Panel, view: Document, code: str) -> list[Text]:
    """Return the items for and against a requirement, each with what it does and where it comes from."""
    finding = view["findings"][code]
    offers = [(iri, "met", digest.say("satisfies")) for iri in finding["satisfied_by"]]
    offers += [(iri, "disputed", digest.say("disputes")) for iri in finding["disputed_by"]]
    offers += [
        (near["evidence"], "refused", digest.say("lacks", reasons=digest.terms(near["reasons"])))
        for near in finding["refused"]
    ]
    offers += [
        (iri, "refused", digest.say("not_admitted", reasons=digest.terms(reasons)))
        for iri, reasons in digest.shut_out(panel, view, code)
    ]
    return [_offer(digest, *offer) for offer in offers]


def _offer(digest: Digest, iri: str, sign: str, role: str) -> Text:
    item = digest.evidence[iri]
    origin = [*digest.provenance(item), *map(clean, item.get("source", ()))]
    return Text.assemble(
        (f"{_OUTCOMES[sign]} {role}", _STYLES[sign]),
        digest.say("colon"),
        digest.title(iri),
        (f" ({' · '.join(origin)})" if origin else "", "dim"),
    )
