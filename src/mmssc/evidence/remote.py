"""Fetch a small file from the network, within limits; only ever called when the user allows it."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import IO, TYPE_CHECKING, Final
from urllib.request import HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from http.client import HTTPMessage

__all__ = ["fetch"]

_MAX_BYTES: Final = 1 << 20
_MAX_SECONDS: Final = 10.0
_CHUNK: Final = 1 << 16


def fetch(url: str) -> bytes:
    """Return what stands at an https address.

    Raises:
        OSError: It cannot be had, takes too long, is too large, or leads away from https.
    """
    end = time.monotonic() + _MAX_SECONDS
    request = Request(url, headers={"Accept": "application/ld+json, application/json;q=0.9"})  # noqa: S310
    content = bytearray()
    try:
        with build_opener(_OnlyHttps).open(request, timeout=_MAX_SECONDS) as response:
            while chunk := response.read1(_CHUNK):
                content += chunk
                if len(content) > _MAX_BYTES:
                    raise OSError(f"more than {_MAX_BYTES >> 20} MiB")
                if time.monotonic() > end:
                    raise OSError(f"more than {_MAX_SECONDS:.0f} seconds")
    except HTTPException as error:
        raise OSError(str(error)) from error
    return bytes(content)


class _OnlyHttps(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not newurl.startswith("https://"):
            raise OSError(f"redirected to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
