"""The report as one self-contained page: templates filled from the document, nothing loaded from anywhere."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mmssc.evidence.terms import closed_list
from mmssc.names import MMSSC, natural
from mmssc.report.advice import Advice
from mmssc.report.digest import OUTCOMES, Digest, clean, local

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from mmssc.problem import Lang
    from mmssc.report.digest import Panel, State
    from mmssc.report.document import Document

__all__ = ["render"]

_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_KANA_OR_HANGUL: Final = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\^`{|}]+", re.IGNORECASE)


def render(document: Document, lang: Lang = "en", recommendation: Document | None = None) -> str:
    """Return the page of a document (``mmssc.report.document``) in one language.

    Args:
        document: What an assessment found.
        lang: The language of the page.
        recommendation: What is recommended (``mmssc.report.recommendation``); without it the page says nothing of that.
    """
    environment = Environment(
        loader=PackageLoader("mmssc.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_inline(name) for name in ("style.css", "script.js"))
    page = _Page(document, lang)
    environment.globals.update(
        page=page,
        advice=Advice(recommendation, lang) if recommendation else None,
        local=local,
        digest=page.digest,
        lang=lang,
        t=page.digest.texts,
        outcomes=OUTCOMES,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704
        policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_digest(style)}; script-src {_digest(script)}",
    )
    return environment.get_template("page.html.j2").render()


def _inline(name: str) -> str:
    return files("mmssc.report").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what a content security policy knows an inline text by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class _Page:
    """What the templates ask for beyond the digest: safe markup of names, texts and links, and anchors."""

    def __init__(self, document: Document, lang: Lang) -> None:
        self.digest = Digest(document, lang)
        self._lang = lang
        self._homes: dict[str, str] = {
            requirement: criterion
            for criterion in reversed(document["criteria"])
            for group in self.digest.demands(criterion)
            for requirement in group
        }
        self._numbers = {iri: number for number, iri in enumerate(document["evidence"], start=1)}

    def name(self, names: dict[str, str]) -> Markup:
        """Return the name of a thing, marked if it is in another language than the page."""
        lang = self.digest.language(names)
        if lang == self._lang:
            return Markup.escape(self.digest.name(names))
        return Markup('<span lang="{}">{}</span>').format(lang, self.digest.name(names))

    def words(self, text: str) -> Markup:
        """Return a text of the evidence, kept apart from the page's own direction and language."""
        return Markup("<bdi{}>{}</bdi>").format(self._foreign(text), clean(text))

    def item(self, panel: Panel, iri: str) -> Markup:
        """Return the title of an item as a link to its entry."""
        return Markup('<a href="#{}">{}</a>').format(self.anchor(panel, iri), self.words(self.digest.title(iri)))

    def anchor(self, panel: Panel, iri: str) -> str:
        """Return the anchor of an item's entry in the list of a panel."""
        return f"c{panel.number}-e{self._numbers[iri]}"

    def source(self, item: Document) -> Markup:
        """Return where an item comes from: links where they can be followed safely, else text."""
        addresses = item["source"]
        cited = self.words(item["citation"]) if "citation" in item else None
        if cited is not None and len(addresses) == 1 and _LINK.fullmatch(addresses[0]):
            return _link(addresses[0], cited)
        links = [
            _link(address, self.words(_host(address))) if _LINK.fullmatch(address) else self.words(address)
            for address in addresses
        ]
        return Markup(" ").join(links if cited is None else [cited, *links])

    def communities(self) -> list[str]:
        """Return the names of the communities, each once."""
        return list(dict.fromkeys(self.digest.name(panel.community["name"]) for panel in self.digest.panels))

    def stacked(self, counts: Counter[str]) -> Iterator[dict[str, str | int]]:
        """Yield the parts of a bar of outcomes: name, start and size."""
        start = 0
        for name in OUTCOMES:
            yield {"name": name, "start": start, "size": counts[name]}
            start += counts[name]

    def states(self, panel: Panel) -> tuple[State, ...]:
        """Return the states that cells of a panel can have."""
        return ("proved", "planned", "possible", "closed") if panel.planned_until else ("proved", "possible", "closed")

    def state_note(self, panel: Panel, state: State) -> str:
        """Say what a state means."""
        return self.digest.say(f"{state}_note", date=self.digest.date(panel.planned_until or ""))

    def parts(self, model: Document) -> Iterator[Document]:
        """Yield what levels are summarised for: the model, its dimensions and those of their parts that group any."""
        yield {**model, "kind": "model"}
        for dimension in model["dimensions"]:
            yield {**dimension, "kind": "dimension"}
            yield from ({**sub, "kind": "sub"} for sub in dimension["subdimensions"])

    def progress(self, panel: Panel, criterion: str) -> str:
        """Say how many demands of a criterion are met, today and with plans."""
        met = dict.fromkeys(str(self.digest.met(view, criterion)) for view in panel.views)
        return self.digest.say("met_count", met=" → ".join(met), all=len(self.digest.asked(criterion)))

    def home(self, panel: Panel, requirement: str) -> str:
        """Return the anchor of a requirement in the proof of a panel."""
        return f"c{panel.number}-r-{requirement}"

    def is_home(self, criterion: str, requirement: str) -> bool:
        """Return whether a criterion is the first to ask for a requirement, and so shows it whole."""
        return self._homes[requirement] == criterion

    def asked_first(self, characteristic: str) -> list[str]:
        """Return the requirements that criteria of a characteristic are the first to ask for."""
        criteria = self.digest.document["criteria"]
        return [code for code, home in self._homes.items() if criteria[home]["characteristic"] == characteristic]

    def different(self, panel: Panel, requirement: str) -> tuple[Document, ...]:
        """Return the views to show for a requirement: the first alone if all say the same."""
        said = [(view["findings"][requirement], self.digest.shut_out(panel, view, requirement)) for view in panel.views]
        return panel.views[:1] if all(one == said[0] for one in said) else panel.views

    def requirement(self, panel: Panel, code: str) -> Markup:
        """Return the code of a requirement as a link to its proof, if the model has it."""
        if code not in self._homes:
            return self.words(code)
        return Markup('<a href="#{}">{}</a>').format(self.home(panel, code), code)

    def reading(self, panel: Panel) -> dict[str, list[str]]:
        """Return what to read in view of today's gaps, and for which characteristics: the most helpful first."""
        helps: dict[str, list[str]] = defaultdict(list)
        for rating in panel.views[0]["ratings"]:
            for iri in rating["reading"]:
                helps[iri].append(rating["characteristic"])
        return dict(sorted(helps.items(), key=lambda entry: (-len(entry[1]), self.digest.designation(entry[0]))))

    def reading_anchor(self, panel: Panel, iri: str) -> str:
        """Return the anchor of a document in the reading list of a panel."""
        return f"c{panel.number}-d-{sha256(iri.encode()).hexdigest()[:8]}"

    def reading_name(self, iri: str) -> Markup:
        """Return the name of a document, if it has one."""
        return self.name(self.digest.document["terms"].get(iri, {"name": {}})["name"])

    def refused(self, panel: Panel) -> list[str]:
        """Return the items that at least one view does not admit."""
        return sorted({entry["evidence"] for view in panel.views for entry in view["not_admitted"]}, key=natural)

    def outcome_meaning(self, outcome: str) -> str:
        """Say what an outcome means."""
        return next(term.definition.say(self._lang) for term in closed_list(MMSSC + "Outcome") if term.code == outcome)

    def _foreign(self, text: str) -> Markup:
        """Return the language attribute of a text: Chinese if its script says so, unknown on a page in Chinese."""
        if _HAN.search(text) and not _KANA_OR_HANGUL.search(text):
            return Markup("") if self._lang == "zh" else Markup(' lang="zh"')
        return Markup(' lang=""') if self._lang == "zh" else Markup("")


def _link(address: str, words: Markup) -> Markup:
    return Markup('<a rel="noopener noreferrer" href="{}">{}</a>').format(address, words)


def _host(address: str) -> str:
    return re.sub(r"^(?:https?://(?:www\.)?|mailto:)([^/?#]*).*$", r"\1", address, flags=re.IGNORECASE | re.DOTALL)
