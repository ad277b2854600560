"""Tell an answer that can be used from one that cannot, and say why not."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from mmssc.server.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.server.transport import Answer

__all__ = ["judge", "retry_after", "worth_retrying"]

_WRONG_STATUS: Final = {
    400: "query-refused",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    407: "unauthorized",
    410: "not-found",
    429: "busy",
    503: "busy",
}
_PAGE: Final = re.compile(rb"\s*<(!doctype\s+html|html)\b", re.IGNORECASE)
_COMPLAINT: Final = re.compile(r"error|exception|malformed|fail|timed? ?out|invalid", re.IGNORECASE)
_TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
# The server's query comes back after its complaint.
_ECHO: Final = re.compile(r"SPARQL query:", re.IGNORECASE)
_READ: Final = 4000


def judge(answer: Answer, shown: str, wanted: tuple[str, ...], scrub: Callable[[str], str]) -> None:
    """Let an answer of a wanted kind pass.

    Args:
        answer: The answer, no redirect.
        shown: The address that errors name.
        wanted: The media types that were asked for.
        scrub: Takes secrets out of a text.

    Raises:
        ServerError: It is of another kind, or the server says that it is not whole.
    """
    said = scrub(_words(answer.body))
    if answer.status != 200:
        code = _WRONG_STATUS.get(answer.status, "server-error" if answer.status >= 500 else "status")
        raise ServerError(code, shown, status=answer.status, reason=said or "–")
    if (encoding := answer.headers.get("content-encoding", "identity").lower()) != "identity":
        raise ServerError("encoded", shown, encoding=encoding)
    # Virtuoso interrupts a long query and gives what it has.
    if state := answer.headers.get("x-sql-state"):
        raise ServerError("partial", shown, reason=f"{state} {scrub(answer.headers.get('x-sql-message', ''))}")
    if answer.kind not in wanted:
        if "html" in answer.kind or _PAGE.match(answer.body[:_READ]):
            raise ServerError("web-page", shown)
        if _COMPLAINT.search(said):
            raise ServerError("error-in-answer", shown, reason=said)
        raise ServerError("wrong-type", shown, kind=answer.kind or "–", wanted=wanted[0], reason=said or "–")


def worth_retrying(error: ServerError, answer: Answer | None) -> bool:
    """Tell whether the same request may fare better a moment later.

    Args:
        error: What came of it.
        answer: The answer it was read from, if there was one.
    """
    if error.code == "server-error" and answer is not None and answer.body.startswith(b"Virtuoso "):
        return b" 40001 " in answer.body[:40]  # a deadlock; its other errors come again
    return error.code in {"busy", "server-error", "cut-off"}


def retry_after(answer: Answer | None) -> float | None:
    """Return the seconds that a server wants to be left alone; ``None`` if it does not say."""
    value = (answer.headers.get("retry-after") or "").strip() if answer is not None else ""
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _words(body: bytes) -> str:
    """Return the first lines of what a server says, without markup."""
    text = _TAG.sub(" ", body[:_READ].decode("utf-8", errors="replace"))
    text = _ECHO.split(text)[0]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[:3])
