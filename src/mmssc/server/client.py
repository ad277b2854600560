"""Ask a SPARQL server: the whole answer, or an error that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mmssc.server.address import Address, Credentials
from mmssc.server.errors import ServerError
from mmssc.server.query import Template, UnfitQueryError, form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyoxigraph import Triple

    from mmssc.server.results import Rows, Term

__all__ = ["Server"]

_MOST_BYTES: Final = 2**31
# True unless one triple of a named graph is missing in the default graph.
_MISSING: Final = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_NAMED: Final = "ASK { GRAPH ?g { ?s ?p ?o } }"


class Server:
    """A SPARQL 1.1 server, asked by its protocol; queries only.

    A server may limit rows, time or both without a word. So every answer to a SELECT is held against a count of its
    rows, and what a server holds back is read page by page, in an order that tells rows apart. What cannot be had whole
    is an error (``docs/endpoints.md``).

    Attributes:
        url: The address as errors show it.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60.0,
        retries: int = 2,
        page: int | None = None,
        graphs: Sequence[str] = (),
        progress: Callable[[int, int | None], None] | None = None,
        elsewhere: bool = False,
        most_bytes: int = _MOST_BYTES,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Check the address and the credentials; nothing is sent yet.

        Args:
            url: The address of the query service, http or https, without credentials.
            timeout: Seconds for a whole question, its counts, pages and retries included.
            retries: How often a request is repeated that failed in a way that may pass.
            page: The most rows to ask for at a time; ``None`` asks for all, and pages only where the server holds rows
                back.
            graphs: IRIs of named graphs: only these are asked, as the default graph and as named graphs.
            progress: Called after every answer with the rows so far, and the rows in all once they are counted.
            elsewhere: Whether a redirect may lead to another host; the credentials are not sent there.
            most_bytes: How large an answer may be.
            environment: Where ``MMSSC_ENDPOINT_USER`` and ``MMSSC_ENDPOINT_PASSWORD``, or ``MMSSC_ENDPOINT_TOKEN`` are;
                by default the environment of this process.

        Raises:
            ServerError: The address or the credentials cannot be used.
        """
        from mmssc.server.channel import Channel
        from mmssc.server.whole import Reader

        address = Address.read(url)
        credentials = Credentials.of_environment(address.shown, environment)
        self.url = address.shown
        self._graphs = tuple(graphs)
        self._channel = Channel(address, credentials, timeout, retries, elsewhere, most_bytes)
        self._reader = Reader(self._channel, self._graphs, page, progress)

    @property
    def sent(self) -> int:
        """How many requests were sent so far: those for counts, pages, redirects and retries too."""
        return self._channel.sent

    def select(self, query: str, *, expect: int | None = None) -> dict[str, list[Term | None]]:
        """Ask for rows.

        Args:
            query: A SELECT query.
            expect: The number of rows, if the caller knows it already; spares the count.

        Returns:
            A column for each variable, all of the same length: terms as the server sent them, with language tags in
            lower case; ``None`` if unbound.

        Raises:
            ServerError: There is no answer, or no whole one.
        """
        return self.rows(query, expect=expect).columns

    def rows(self, query: str, *, expect: int | None = None) -> Rows:
        """Do as ``select``, and say how many rows there are: a query can have rows and no variables.

        Args:
            query: A SELECT query.
            expect: The number of rows, if the caller knows it already; spares the count.

        Raises:
            ServerError: There is no answer, or no whole one.
        """
        try:
            return self._reader.read(query, expect)
        except UnfitQueryError as error:
            raise self._unfit(error) from None

    def ask(self, query: str) -> bool:
        """Ask a yes-or-no question.

        Args:
            query: An ASK query.

        Raises:
            ServerError: There is no answer.
        """
        self._only(query, "ASK")
        return self._ask(query, self._graphs)

    def construct(self, query: str) -> list[Triple]:
        """Make a graph. The rows are fetched and counted as by ``select``, and put into the template here.

        Args:
            query: A CONSTRUCT query.

        Raises:
            ServerError: There is no answer, or no whole one.
        """
        from mmssc.server.template import instantiate

        try:
            template = Template.read(query)
        except UnfitQueryError as error:
            raise self._unfit(error) from None
        rows = self.rows(template.select)
        try:
            return instantiate(template, rows)
        except SyntaxError as error:
            raise ServerError("query-form", self.url, reason=error) from None

    def describe(self, query: str) -> list[Triple]:
        """Ask for descriptions. How far they go is the server's choice, so that they cannot be counted.

        Args:
            query: A DESCRIBE query.

        Raises:
            ServerError: There is no answer, or its end is not certain.
        """
        from mmssc.server.graphs import read_graph

        self._only(query, "DESCRIBE")
        return self._channel.ask(query, "DESCRIBE", read_graph, self._channel.deadline(), self._graphs)

    def default_graph_is_union(self) -> bool | None:
        """Tell whether the default graph holds all that the named graphs hold; ``None`` if there are no named graphs.

        The whole of a large store is looked through if it does.

        Raises:
            ServerError: There is no answer.
        """
        if not self._ask(_NAMED, ()):
            return None
        return not self._ask(_MISSING, ())

    def _ask(self, query: str, graphs: tuple[str, ...]) -> bool:
        from mmssc.server.results import read_boolean

        def read(answer: Any) -> bool:
            return read_boolean(answer.body)

        return self._channel.ask(query, "ASK", read, self._channel.deadline(), graphs)

    def _only(self, query: str, form: str) -> None:
        try:
            found = form_of(query)
        except UnfitQueryError as error:
            raise self._unfit(error) from None
        if found != form:
            raise self._unfit(UnfitQueryError(f"{form} was expected, not {found}", f"应为 {form}，而不是 {found}"))

    def _unfit(self, error: UnfitQueryError) -> ServerError:
        return ServerError("query-form", self.url, reason=error.text)
