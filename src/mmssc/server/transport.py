"""One request and its answer, over HTTP, within a time that no slow peer can stretch."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from io import BufferedReader, RawIOBase
from socket import gaierror
from ssl import SSLContext, SSLError, create_default_context
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.request import AbstractHTTPHandler, OpenerDirector, ProxyHandler, Request

from mmssc.server.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message
    from socket import socket

__all__ = ["Answer", "Deadline", "exchange"]

_CONNECT: Final = 10.0
_CHUNK: Final = 1 << 18


class Deadline:
    """A moment by which a whole question has to be answered, its retries and pages included."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None are.
        """
        left = self.remaining()
        if left <= 0:
            raise TimeoutError
        return left

    def remaining(self) -> float:
        """Return the seconds that are left; none or less if it is over."""
        return self._end - time.monotonic()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whatever its status.

    Attributes:
        status: The status code.
        headers: The headers.
        body: The whole body, as the framing of the message proves.
        framed: Whether it does: the length was stated, or the body came in chunks. If not, the end of the body is
            merely where the connection ended.
    """

    status: int
    headers: Message
    body: bytes
    framed: bool

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return (self.headers.get("content-type") or "").partition(";")[0].strip().lower()


def exchange(request: Request, shown: str, deadline: Deadline, most: int) -> Answer:
    """Send one request and read the whole answer; redirects are answers, and nothing is followed.

    Args:
        request: What to send.
        shown: The address that errors name.
        deadline: When to give up.
        most: How many bytes the body may have.

    Raises:
        ServerError: No connection, no HTTP, too late, too large, or cut off.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler(), _Handler(deadline)):
        opener.add_handler(handler)
    try:
        with opener.open(request, timeout=min(_CONNECT, deadline.left())) as response:
            return _whole(response, shown, most)
    except TimeoutError:
        raise ServerError("timeout", shown, seconds=f"{deadline.seconds:g}") from None
    except URLError as error:
        raise _unreached(error.reason, shown, deadline) from None
    except IncompleteRead as error:
        raise ServerError("cut-off", shown, received=len(error.partial)) from None
    except ConnectionError:
        raise ServerError("cut-off", shown, received=0) from None
    except HTTPException as error:
        raise ServerError("protocol", shown, reason=type(error).__name__) from None
    except (OSError, ValueError) as error:
        raise ServerError("unreachable", shown, reason=_reason(error)) from None


def _whole(response: HTTPResponse, shown: str, most: int) -> Answer:
    body = bytearray()
    try:
        while part := response.read1(_CHUNK):
            body += part
            if len(body) > most:
                raise ServerError("too-large", shown, most=most)
    except (IncompleteRead, ConnectionError):
        raise IncompleteRead(bytes(body)) from None
    stated = None if response.chunked else response.headers.get("content-length")
    # http.client ends quietly where the connection does.
    if stated is not None and stated.isdecimal() and len(body) < int(stated):
        raise IncompleteRead(bytes(body))
    return Answer(response.status, response.headers, bytes(body), response.chunked or stated is not None)


def _unreached(reason: object, shown: str, deadline: Deadline) -> ServerError:
    match reason:
        case gaierror():
            return ServerError("unknown-host", shown)
        case SSLError():
            return ServerError("tls", shown, reason=getattr(reason, "verify_message", "") or _reason(reason))
        case TimeoutError():
            return ServerError("connect-timeout", shown, seconds=f"{min(_CONNECT, deadline.seconds):g}")
        case ConnectionRefusedError():
            return ServerError("refused", shown)
        case ConnectionError():
            return ServerError("cut-off", shown, received=0)
    return ServerError("unreachable", shown, reason=_reason(reason))


def _reason(error: object) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


class _Handler(AbstractHTTPHandler):
    """Opens http and https, and nothing else, on connections whose reading is bounded as a whole."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    http_request = https_request = AbstractHTTPHandler.do_request_

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(self._connection(_Http), request)

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(self._connection(_Https), request, context=_trust())

    def _connection(self, kind: type[HTTPConnection]) -> Any:
        def connect(*args: Any, **options: Any) -> HTTPConnection:
            connection = kind(*args, **options)
            connection.response_class = partial(_Response, deadline=self._deadline)  # type: ignore[assignment]
            return connection

        return connect


@cache
def _trust() -> SSLContext:
    return create_default_context()  # reads all certificates of the system


class _Http(HTTPConnection):
    """A connection without urllib's ``Connection: close``: asked to close, some servers do not frame what they send."""

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> None:
        kept = {name: value for name, value in (headers or {}).items() if name.lower() != "connection"}
        super().request(method, url, body, kept, **options)


class _Https(_Http, HTTPSConnection):
    """The same, encrypted."""


class _Response(HTTPResponse):
    """A response read by a deadline; a time-out of sockets starts anew with every byte."""

    def __init__(self, sock: socket, *args: Any, deadline: Deadline, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        unpaced = self.fp
        self.fp = BufferedReader(_Paced(sock, deadline.left))
        unpaced.close()


class _Paced(RawIOBase):
    def __init__(self, sock: socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()
