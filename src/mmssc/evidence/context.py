"""Resolve the contexts of a JSON-LD document before it is parsed: no network unless it is asked for."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from mmssc.evidence.limits import MAX_DEPTH, too_deep
from mmssc.evidence.remote import fetch
from mmssc.knowledge import folder
from mmssc.problem import Problem, Text, UnusableInputError

__all__ = ["OWN_CONTEXT", "UNDEFINED", "Contexts", "project_terms"]

OWN_CONTEXT: Final = "https://w3id.org/mmssc/context.jsonld"
"""The project's context. It ships with the package and is never fetched."""

UNDEFINED: Final = "https://undefined.invalid/#"
"""The vocabulary of terms that no context defines."""

_DEFAULT: Final = {"@vocab": UNDEFINED}
_MAX_CONTEXTS: Final = 10


class Contexts:
    """The contexts that one document names.

    Args:
        source: The document, as the user named it.
        allow_remote: Whether contexts may be fetched.
    """

    def __init__(self, source: str, *, allow_remote: bool) -> None:
        self._source = source
        self._allow_remote = allow_remote
        self._loaded: dict[str, Any] = {OWN_CONTEXT: _own_context()}
        self._problems: dict[str, Problem] = {}

    def resolve(self, document: dict[str, Any] | list[Any]) -> dict[str, Any]:
        """Return the document with every context written out, on top of the vocabulary ``UNDEFINED``.

        Raises:
            UnusableInputError: A context is remote and not allowed, or cannot be had; or the nesting is too deep.
        """
        seen: set[int] = set()
        nodes: list[tuple[Any, int]] = [(document, 1)]
        while nodes:
            node, depth = nodes.pop()
            if id(node) in seen:
                continue
            if depth > MAX_DEPTH:
                raise too_deep(self._source, "")
            if isinstance(node, dict):
                seen.add(id(node))
                if "@context" in node:
                    node["@context"] = self._written_out(node["@context"])
                nodes += [(value, depth + 1) for value in node.values() if isinstance(value, (dict, list))]
            else:
                nodes += [(value, depth + 1) for value in node if isinstance(value, (dict, list))]
        if self._problems:
            raise UnusableInputError(*self._problems.values())
        if isinstance(document, list):
            return {"@context": _DEFAULT, "@graph": document}
        return {**document, "@context": [_DEFAULT, *document.get("@context", [])]}

    def _written_out(self, context: Any) -> list[Any]:
        """Return a context as a list without references."""
        if isinstance(context, list):
            return [part for each in context for part in self._written_out(each)]
        if isinstance(context, str):
            return self._written_out(self._load(context))
        if context is None:
            return [None, _DEFAULT]
        if isinstance(context, dict) and isinstance(context.get("@import"), str):
            imported = self._load(context["@import"])
            own = {key: value for key, value in context.items() if key != "@import"}
            return [{**imported, **own}] if isinstance(imported, dict) else [own]
        return [context]

    def _load(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = {}
            self._loaded[name] = self._remote(name)
        return self._loaded[name]

    def _remote(self, name: str) -> Any:
        if not self._allow_remote or not name.startswith("https://"):
            self._problem("remote-context", name, *_REFUSED)
            return {}
        if len(self._loaded) > _MAX_CONTEXTS:
            self._problem("too-many-contexts", name, *_TOO_MANY)
            return {}
        try:
            return json.loads(fetch(name))["@context"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            message = Text(f"This context cannot be fetched ({error}).", f"无法获取该上下文（{error}）。")
            self._problem("remote-context", name, message, _WRITE_IT)
            return {}

    def _problem(self, code: str, name: str, message: Text, mend: Text) -> None:
        self._problems[name] = Problem(code, self._source, "", "@context", name, message, mend)


def _own_context() -> Any:
    """Return the project's context, afresh: what it is put into is changed in place."""
    return json.loads(folder("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]


@cache
def project_terms() -> tuple[str, ...]:
    """Return the terms of the project's context."""
    return tuple(name for name in _own_context() if not name.startswith("@"))


_REFUSED: Final = (
    Text(
        "This context is not in the file, and nothing is fetched from the network.",
        "该上下文不在文件中，且不从网络获取任何内容。",
    ),
    Text(
        f"Write it in the file, use {OWN_CONTEXT}, or allow https addresses with --allow-remote.",
        f"请将其写入文件，改用 {OWN_CONTEXT}，或用 --allow-remote 允许访问 https 地址。",
    ),
)
_TOO_MANY: Final = (
    Text("The contexts name too many other contexts.", "上下文引用的其他上下文过多。"),
    Text("Write them in the file.", "请将其写入文件。"),
)
_WRITE_IT: Final = Text("Check the address, or write the context in the file.", "请检查地址，或将该上下文写入文件。")
