"""Send a query and read its answer, again where that may help, within one time for all of it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from mmssc.server.errors import ServerError
from mmssc.server.judge import judge, retry_after, worth_retrying
from mmssc.server.protocol import GRAPH_TYPES, RESULT_TYPES, ask_once, requested
from mmssc.server.transport import Answer, Deadline

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.server.address import Address, Credentials

__all__ = ["Channel"]

_T = TypeVar("_T")
_FIRST_PAUSE: Final = 0.5
# Servers refuse addresses that are too long by these.
_TOO_LONG: Final = {414, 431}
# Where servers put a complaint into JSON.
_COMPLAINTS: Final = ("error", "exception", "message", "errorMessage")


@dataclass(slots=True)
class Channel:
    """A way to one server.

    Attributes:
        address: The query service.
        credentials: What it may ask for.
        timeout: Seconds for a whole question.
        retries: How often a request is repeated.
        elsewhere: Whether a redirect may lead to another host.
        most: How many bytes an answer may have.
        sent: How many requests were sent.
        post: Whether the server refused a long address before.
    """

    address: Address
    credentials: Credentials
    timeout: float
    retries: int
    elsewhere: bool
    most: int
    sent: int = 0
    post: bool = False

    def deadline(self) -> Deadline:
        """Return the end of a question that begins now."""
        return Deadline(self.timeout)

    def ask(
        self, query: str, form: str, read: Callable[[Answer], _T], deadline: Deadline, graphs: tuple[str, ...] = ()
    ) -> _T:
        """Send a query and return what is read from its answer.

        Args:
            query: The query.
            form: ``SELECT``, ``ASK`` or ``DESCRIBE``.
            read: Makes a result of the answer; raises ValueError or SyntaxError if it cannot.
            deadline: When to give up.
            graphs: The graphs that make up the dataset; if none, the server's own.

        Raises:
            ServerError: There is no answer that can be used.
        """
        pause = _FIRST_PAUSE
        left = self.retries
        while True:
            answer = None
            try:
                request = requested(self.address, query, form, graphs, self.credentials, post=self.post)
                answer = ask_once(
                    request, self.address, deadline, self.most, elsewhere=self.elsewhere, sent=self._count
                )
                if answer.status in _TOO_LONG and not self.post:
                    self.post = True
                    continue
                return self._read(answer, form, read)
            except ServerError as error:
                if not left or not worth_retrying(error, answer):
                    raise
                wanted = retry_after(answer)
                wait = pause if wanted is None else wanted
                if wait >= deadline.remaining():
                    raise
            left -= 1
            pause *= 2
            time.sleep(wait)

    def _count(self) -> None:
        self.sent += 1

    def _read(self, answer: Answer, form: str, read: Callable[[Answer], _T]) -> _T:
        graph = form == "DESCRIBE"
        judge(answer, self.address.shown, GRAPH_TYPES if graph else RESULT_TYPES, self.credentials.scrub)
        if graph and not answer.framed:  # a graph that ends after any triple looks whole
            raise ServerError("endless", self.address.shown)
        if graph and (limit := answer.headers.get("x-sparql-maxrows")):
            raise ServerError("partial", self.address.shown, reason=f"X-SPARQL-MaxRows: {limit}")
        try:
            return read(answer)
        except (ValueError, SyntaxError) as error:
            if complaint := _complaint(answer.body):
                raise ServerError(
                    "error-in-answer", self.address.shown, reason=self.credentials.scrub(complaint)
                ) from None
            code = "not-results" if answer.framed else "cut-off"
            reason = self.credentials.scrub(str(error))
            raise ServerError(code, self.address.shown, reason=reason, received=len(answer.body)) from None


def _complaint(body: bytes) -> str:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    return next((str(found[name]) for name in _COMPLAINTS if found.get(name)), "")
