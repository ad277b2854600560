"""SPARQL servers: one client that gives the whole answer or an error, whatever the server does."""

from mmssc.server.client import Server
from mmssc.server.errors import ServerError

__all__ = ["Server", "ServerError"]
