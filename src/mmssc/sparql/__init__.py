"""SPARQL queries: answered from the embedded store within limits, or by a server."""

from mmssc.sparql.embedded import Limits, answer
from mmssc.sparql.prefixes import with_prefixes
from mmssc.sparql.remote import ask
from mmssc.sparql.rendering import Unanswered

__all__ = ["Limits", "Unanswered", "answer", "ask", "with_prefixes"]
