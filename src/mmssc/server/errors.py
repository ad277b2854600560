"""The one error that asking a SPARQL server can end in."""

from __future__ import annotations

from typing import Final

from mmssc.problem import Lang, Problem, Text, UnusableInputError, shorten
from mmssc.server.texts import TEXTS

__all__ = ["ServerError"]

# Characters of a server's own words that are shown.
_SHOWN: Final = 200
_LANGUAGES: Final[tuple[Lang, Lang]] = ("en", "zh")


class ServerError(UnusableInputError):
    """A SPARQL server gave no answer that can be used.

    Attributes:
        code: A stable identity for what went wrong, a key of ``mmssc.server.texts.TEXTS``.
        problem: The same as the other problems that mmssc tells: where, what, mend, in both languages.
    """

    def __init__(self, code: str, url: str, **values: object) -> None:
        """Fill in the texts of a code.

        Args:
            code: A key of ``TEXTS``.
            url: The address, without credentials.
            values: What the braces in the texts stand for; control characters and length are seen to here.
        """
        message, mend = TEXTS[code]
        en, zh = ({name: _shown(value, lang) for name, value in values.items()} for lang in _LANGUAGES)
        self.code = code
        self.problem = Problem(
            code=code,
            source=shorten(url, _SHOWN),
            where="",
            field="",
            value="",
            message=Text(message.en.format(**en), message.zh.format(**zh)),
            mend=mend,
        )
        super().__init__(self.problem)

    @property
    def text(self) -> Text:
        """The whole error as a line in each language."""
        return Text(self.problem.line("en"), self.problem.line("zh"))


def _shown(value: object, lang: Lang) -> str:
    return shorten(value.say(lang) if isinstance(value, Text) else str(value), _SHOWN)
