"""The SPARQL 1.1 Protocol: a query as an HTTP request, made by SPARQLWrapper, and the redirects on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin
from urllib.request import Request

from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from mmssc.server.address import may_follow
from mmssc.server.errors import ServerError
from mmssc.server.transport import Answer, Deadline, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmssc.server.address import Address, Credentials

__all__ = ["GRAPH_TYPES", "RESULT_TYPES", "ask_once", "requested"]

RESULT_TYPES: Final = ("application/sparql-results+json", "application/json")
GRAPH_TYPES: Final = ("application/n-triples", "text/turtle")

# Longer addresses are refused by some servers and proxies.
_LONGEST_GET: Final = 2000
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_HOPS: Final = 5
_AGENT: Final = "mmssc (SPARQL 1.1 Protocol)"


def requested(
    address: Address, query: str, form: str, graphs: Sequence[str], credentials: Credentials, *, post: bool = False
) -> Request:
    """Return the request for a query: GET if it is short, else a form by POST.

    Args:
        address: The query service.
        query: The query.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        graphs: The graphs that make up the dataset; if none, the server's own dataset is asked.
        credentials: What the server may ask for.
        post: Use POST for a short query too.
    """
    client = SPARQLWrapper(address.url, agent=_AGENT)
    # Content negotiation alone: the parameters `format`, `output` and `results` mean different things to servers.
    client.setOnlyConneg(True)
    # Not setQuery(): it guesses the form, and we know it.
    client.queryString, client.queryType = query, form
    graph = form in {"CONSTRUCT", "DESCRIBE"}
    client.setReturnFormat(TURTLE if graph else JSON)
    first, second = GRAPH_TYPES if graph else RESULT_TYPES
    client.addCustomHttpHeader("Accept", f"{first}, {second};q=0.9")
    for iri in graphs:
        client.addParameter("default-graph-uri", iri)
        client.addParameter("named-graph-uri", iri)
    if header := credentials.header():
        client.addCustomHttpHeader("Authorization", header)
    client.setMethod(GET)
    request = _made(client)
    if post or len(request.full_url) > _LONGEST_GET:
        client.setMethod(POST)
        request = _made(client)
    return request


def _made(client: SPARQLWrapper) -> Request:
    # Its public query() would follow any redirect, to files too, and wait without end for a slow peer.
    made: Request = client._createRequest()
    return made


def ask_once(
    request: Request, address: Address, deadline: Deadline, most: int, *, elsewhere: bool, sent: Callable[[], None]
) -> Answer:
    """Send a request, follow its redirects, and return the answer.

    Args:
        request: The request.
        address: The query service.
        deadline: When to give up.
        most: How many bytes the answer may have.
        elsewhere: Whether a redirect may lead to another host; the credentials are not sent there.
        sent: Called for every request that is sent.

    Raises:
        ServerError: There is no answer, or it leads elsewhere or round in circles.
    """
    for _ in range(_HOPS):
        sent()
        answer = exchange(request, address.shown, deadline, most)
        location = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not location:
            return answer
        request = _redirected(request, answer.status, location, address, elsewhere=elsewhere)
    raise ServerError("redirects", address.shown)


def _redirected(request: Request, status: int, location: str, address: Address, *, elsewhere: bool) -> Request:
    target = urljoin(request.full_url, location)
    same = may_follow(request.full_url, target)
    if not same and not (elsewhere and target.startswith(("http://", "https://")) and "@" not in target):
        raise ServerError("redirect", address.shown, target=target.partition("?")[0])
    headers = dict(request.header_items())
    if not same:
        headers.pop("Authorization", None)
    # A query changes nothing, so it may be sent again as it is; 303 alone asks for a GET of what is there.
    data = None if status == 303 else request.data
    if data is None:
        headers.pop("Content-type", None)
    return Request(target, data=data, headers=headers)  # noqa: S310 - http or https, as checked above
