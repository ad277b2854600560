"""Fixtures for all tests."""

from servers import any_server, fuseki_server, oxigraph_server, virtuoso_server

__all__ = ["any_server", "fuseki_server", "oxigraph_server", "virtuoso_server"]
