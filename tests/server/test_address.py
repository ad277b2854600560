"""Addresses and credentials: what is taken, what is refused before anything is sent, and what is shown."""

from __future__ import annotations

import pytest

from mmssc.server import Server, ServerError
from mmssc.server.address import Address, Credentials, may_follow

SECRET = "s3cret"


def code_of(url: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ServerError) as caught:
        Server(url, environment=environment or {})
    assert SECRET not in caught.value.text.en + caught.value.text.zh + repr(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "ftp://example.org/sparql",
            "/etc/passwd",
            "",
            "localhost:7878/query",
            "http://",
            "http:///x",
        ),
        *("javascript:alert(1)", "http://[::1/sparql", "http://example.org:port/", "http://exa mple.org/", "data:,x"),
    ],
)
def test_what_is_no_address_of_a_server(url: str) -> None:
    assert code_of(url) == "not-http"


@pytest.mark.parametrize(
    "url", [f"http://ann:{SECRET}@example.org/sparql", f"https://{SECRET}@example.org/", f"http://a:{SECRET}@@h/"]
)
def test_credentials_in_the_address_are_refused_and_not_shown(url: str) -> None:
    assert code_of(url) == "credentials-in-url"


@pytest.mark.parametrize(
    ("url", "asked", "shown"),
    [
        ("http://h/sparql", "http://h/sparql", "http://h/sparql"),
        (" https://h:8443/a b ", "https://h:8443/a%20b", "https://h:8443/a b"),
        (f"http://h/sparql?key={SECRET}#x", f"http://h/sparql?key={SECRET}", "http://h/sparql"),
        ("http://[::1]:80/", "http://[::1]:80/", "http://[::1]:80/"),
        ("http://bücher.example/查", "http://xn--bcher-kva.example/%E6%9F%A5", "http://bücher.example/查"),
    ],
)
def test_what_is_asked_and_what_is_shown(url: str, asked: str, shown: str) -> None:
    address = Address.read(url)
    assert (address.url, address.shown) == (asked, shown)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"USER": "ann"}, "credentials-half"),
        ({"PASSWORD": SECRET}, "credentials-half"),
        ({"USER": "ann", "PASSWORD": SECRET, "TOKEN": SECRET}, "credentials-both"),
        ({"TOKEN": f"{SECRET}\r\nX: y"}, "credentials-characters"),
        ({"TOKEN": f"{SECRET} x"}, "credentials-characters"),
        ({"TOKEN": f"{SECRET}密"}, "credentials-characters"),
        ({"USER": "a:b", "PASSWORD": SECRET}, "credentials-characters"),
        ({"USER": "ann", "PASSWORD": f"{SECRET}\n"}, "credentials-characters"),
    ],
)
def test_credentials_that_cannot_be_used(environment: dict[str, str], code: str) -> None:
    assert code_of("http://h/", {f"MMSSC_ENDPOINT_{name}": value for name, value in environment.items()}) == code


def test_credentials_are_not_shown() -> None:
    assert SECRET not in repr(Credentials("ann", SECRET, SECRET))


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        ("http://h/a", "http://h/b", True),
        ("http://h/a", "http://h:80/a", True),
        ("http://h/a", "https://h/a", True),
        ("https://h/a", "http://h/a", False),
        ("http://h/a", "http://h:81/a", False),
        ("http://h/a", "http://i/a", False),
        ("http://h/a", "http://u:p@h/a", False),
        ("http://h/a", "file://h/a", False),
    ],
)
def test_redirects(old: str, new: str, may: bool) -> None:
    assert may_follow(old, new) is may


@pytest.mark.parametrize("ask", ["select", "ask", "construct", "describe"])
@pytest.mark.parametrize("query", ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DROP ALL", "", "SELECT { ASK } {"])
def test_only_queries_are_sent(ask: str, query: str) -> None:
    server = Server("http://127.0.0.1:9/", environment={})
    with pytest.raises(ServerError) as caught:
        getattr(server, ask)(query)
    assert (caught.value.code, server.sent) == ("query-form", 0)
