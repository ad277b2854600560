"""All rows of a query, whatever a server holds back, or an error.

A limit that a server applies silently shows in the count of the rows: ``COUNT`` is one row, which no limit cuts. The
count is asked for always, whatever the number of rows that came. A rule such as "only when the number is round" would
be cheaper and would miss limits in time or size, which some servers apply as silently. Two things spare it: a query
whose own ``LIMIT`` is filled, and a caller who knows the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from mmssc.server.errors import ServerError
from mmssc.server.query import COUNTED, Select
from mmssc.server.results import Rows, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmssc.server.channel import Channel
    from mmssc.server.transport import Answer, Deadline

__all__ = ["Reader"]


@dataclass(slots=True)
class Reader:
    """Reads whole answers from a server.

    Attributes:
        channel: The way to the server.
        graphs: The graphs that make up the dataset; if none, the server's own.
        page: The most rows to ask for at a time, if there is a most.
        progress: Told the rows so far, and the rows in all once they are counted.
        nested: Whether the server is Virtuoso, which pages rightly in one way only.
    """

    channel: Channel
    graphs: tuple[str, ...]
    page: int | None
    progress: Callable[[int, int | None], None] | None
    nested: bool = False

    def read(self, query: str, expect: int | None) -> Rows:
        """Read all rows of a SELECT query.

        Args:
            query: The query.
            expect: The number of rows, if it is known.

        Raises:
            UnfitQueryError: It is no SELECT query.
            ServerError: There is no answer, or no whole one.
        """
        select = Select.read(query)
        deadline = self.channel.deadline()
        if self.page is not None:
            total = self._count(select, deadline) if expect is None else expect
            if total > self.page:
                # The variables of SELECT * are known only from an answer.
                names = tuple(self._rows(select.sample(), deadline).columns)
                return self._pages(select, names, self.page, total, deadline)
            expect = total
        rows = self._rows(query, deadline)
        self._tell(rows.count, expect)
        if expect is None:
            if rows.count == select.limit:
                return rows
            expect = self._count(select, deadline)
        if rows.count > expect:
            raise self._error("changed", rows.count, expect)
        if rows.count == expect:
            return rows
        if not rows.count or not rows.columns:
            raise self._error("short", rows.count, expect)
        return self._pages(select, tuple(rows.columns), rows.count, expect, deadline)

    def _pages(self, select: Select, names: tuple[str, ...], size: int, total: int, deadline: Deadline) -> Rows:
        rows = Rows({name: [] for name in names})
        while rows.count < total:
            page = self._page(select, names, size, rows.count, deadline)
            if not page.count or tuple(page.columns) != names:
                raise self._error("short", rows.count, total)
            if not page.lasting and page.has_blank_nodes():
                raise self._error("blank-nodes", rows.count + page.count, total)
            rows.extend(page)
            size = min(size, page.count)
            self._tell(rows.count, total)
        # What was written or removed between two pages shifts the rows of the later one, and a server that sorts
        # wrongly gives some rows twice and others never.
        differing = len(set(zip(*rows.columns.values(), strict=True)))
        counted = self._count(select, deadline)
        if rows.count != total or counted != total:
            raise self._error("changed", rows.count, counted)
        if (counted := self._count(select, deadline, names)) != differing:
            raise self._error("mixed", differing, counted)
        return rows

    def _page(self, select: Select, names: tuple[str, ...], size: int, skip: int, deadline: Deadline) -> Rows:
        try:
            return self._rows(select.page(names, size, skip, nested=self.nested), deadline)
        except ServerError as error:
            # Virtuoso behind something that hides its name.
            if self.nested or "SR353" not in error.text.en:
                raise
        self.nested = True
        return self._rows(select.page(names, size, skip, nested=True), deadline)

    def _rows(self, query: str, deadline: Deadline) -> Rows:
        def read(answer: Answer) -> Rows:
            self.nested = self.nested or answer.headers.get("server", "").startswith("Virtuoso")
            return read_rows(answer.body)

        return self.channel.ask(query, "SELECT", read, deadline, self.graphs)

    def _count(self, select: Select, deadline: Deadline, distinct: Sequence[str] = ()) -> int:
        def read(answer: Answer) -> int:
            rows = read_rows(answer.body)
            values = rows.columns.get(COUNTED, [])
            if len(values) != 1 or not isinstance(values[0], Literal):
                raise ValueError("COUNT")
            return int(values[0].value)

        return self.channel.ask(select.count(distinct), "SELECT", read, deadline, self.graphs)

    def _error(self, code: str, received: int, counted: int) -> ServerError:
        return ServerError(code, self.channel.address.shown, received=received, counted=counted)

    def _tell(self, received: int, total: int | None) -> None:
        if self.progress is not None:
            self.progress(received, total)
