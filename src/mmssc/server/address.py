"""Addresses of SPARQL servers and the credentials for them: what is accepted, and what may be shown."""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit, urlunsplit

from mmssc.server.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Address", "Credentials", "may_follow"]

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a query service.

    Attributes:
        url: To be asked.
        shown: To be shown: without a query string, which can hold a key.
    """

    url: str
    shown: str

    @classmethod
    def read(cls, text: str) -> Address:
        """Check an address that a user named.

        Raises:
            ServerError: It is no http or https address, or holds a user name or a password.
        """
        try:
            parts = urlsplit(text.strip())
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise ServerError("not-http", "--endpoint") from None
        if "@" in parts.netloc:
            bare = parts.netloc.rpartition("@")[2]
            raise ServerError("credentials-in-url", urlunsplit((parts.scheme, bare, parts.path, "", "")))
        if parts.scheme.lower() not in _PORTS or not host or any(ord(sign) < 33 for sign in parts.netloc):
            raise ServerError("not-http", urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")) or text)
        shown = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        try:
            netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
        except UnicodeError:
            raise ServerError("unknown-host", shown) from None
        path, query = (quote(part, safe="%/:=&?~#+!$,;'@()*[]") for part in (parts.path, parts.query))
        return cls(urlunsplit((parts.scheme, netloc, path, query, "")), shown)


def may_follow(old: str, new: str) -> bool:
    """Tell whether a redirect stays with the server: the same scheme, host and port, or http to https on one host."""
    before, after = urlsplit(old), urlsplit(new)
    if "@" in after.netloc or after.scheme not in _PORTS or before.hostname != after.hostname:
        return False
    if (before.scheme, after.scheme) == ("http", "https"):
        return True
    ports = [parts.port or _PORTS[parts.scheme] for parts in (before, after)]
    return before.scheme == after.scheme and ports[0] == ports[1]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a server may ask for: a user with a password, or a token; never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of_environment(cls, shown: str, environment: Mapping[str, str] | None = None) -> Credentials:
        """Read the credentials from the environment.

        Args:
            shown: The address that an error names.
            environment: Variables and their values; by default those of this process.

        Raises:
            ServerError: They contradict each other, are half there, or cannot stand in a header.
        """
        values = os.environ if environment is None else environment
        names = [f"MMSSC_ENDPOINT_{name}" for name in ("USER", "PASSWORD", "TOKEN")]
        user, password, token = (values.get(name, "") for name in names)
        if token and (user or password):
            raise ServerError("credentials-both", shown)
        if bool(user) != bool(password):
            raise ServerError("credentials-half", shown, missing=names[1] if user else names[0])
        for name, value in zip(names, (user, password, token), strict=True):
            if not value.isprintable() or (name == names[0] and ":" in value):
                raise ServerError("credentials-characters", shown, name=name)
        if not token.isascii() or " " in token:
            raise ServerError("credentials-characters", shown, name=names[2])
        return cls(user, password, token)

    def header(self) -> str | None:
        """The value of the Authorization header; ``None`` if nothing is set."""
        if self.token:
            return f"Bearer {self.token}"
        return f"Basic {self._basic()}" if self.user else None

    def scrub(self, text: str) -> str:
        """Take the secrets out of a text that a server sent back."""
        for secret in (self.token, self.password, self._basic() if self.user else ""):
            if secret:
                text = text.replace(secret, "…")
        return text

    def _basic(self) -> str:
        return b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
