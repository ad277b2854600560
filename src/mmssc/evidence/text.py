"""The text of a source that is RDF, as N-Quads, where it can be had without looking at each statement in Python."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse, serialize

from mmssc.engine.lines import Text
from mmssc.evidence.formats import Form
from mmssc.evidence.nesting import check_triple_terms
from mmssc.evidence.opening import opened
from mmssc.evidence.read import form_of
from mmssc.problem import UnusableInputError

if TYPE_CHECKING:
    from typing import IO

__all__ = ["text_of"]

_BOM: Final = b"\xef\xbb\xbf"
_LINES: Final = {Form.N_TRIPLES, Form.N_QUADS}
_PARSED: Final = {Form.TURTLE, Form.TRIG}
# How much longer the text may be than the source: short names may stand for long ones, but not without bounds.
_GROWTH: Final = 64


def text_of(source: str) -> Text | None:
    """Return the text of a source; ``None`` if it takes ``read_evidence`` to read it, or to say what is wrong with it.

    Args:
        source: A path.
    """
    try:
        with opened(source) as file:
            form = form_of(file, source)
            if form in _LINES:
                return Text(file.read().removeprefix(_BOM), graphs=form is Form.N_QUADS)
            return _parsed(file, form, source) if form in _PARSED else None
    except (UnusableInputError, SyntaxError, _TooLongError):
        return None


def _parsed(file: IO[bytes], form: Form, source: str) -> Text:
    check_triple_terms(file, source)
    size = file.seek(0, 2)
    file.seek(0)
    file.seek(len(_BOM) if file.read(len(_BOM)) == _BOM else 0)
    text = _Limited(_GROWTH * max(size, 1 << 16))
    serialize(parse(file, format=form.rdf, rename_blank_nodes=True), text, format=RdfFormat.N_QUADS)
    return Text(text.getvalue(), canonical=True)


class _TooLongError(Exception):
    pass


class _Limited(io.BytesIO):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limit:
            raise _TooLongError
        return super().write(data)
