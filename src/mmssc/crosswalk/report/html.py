"""The report as one self-contained page: nothing is loaded from anywhere, and no script runs."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mmssc.crosswalk.report.texts import TEXTS, file_lines, summary

if TYPE_CHECKING:
    from mmssc.crosswalk.report.document import Report
    from mmssc.problem import Lang

__all__ = ["render"]

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def render(report: Report, lang: Lang = "en") -> str:
    """Return the page in one language."""
    style = files("mmssc.crosswalk.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("mmssc.crosswalk.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        environment.get_template("page.html.j2").render(
            report=report,
            groups=report.by_check(),
            lang=lang,
            t=TEXTS[lang],
            style=Markup(style),  # noqa: S704  (our own file)
            policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'",
            closing=summary(report, lang),
            read=file_lines(report, lang),
        )
        + "\n"
    )


def _clean(value: object) -> object:
    """Show control characters and changes of writing direction as such, instead of obeying them."""
    return _CONTROLS.sub("�", value) if isinstance(value, str) and not isinstance(value, Markup) else value
