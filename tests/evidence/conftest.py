"""What the tests of reading evidence share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from mmssc.evidence.read import read_evidence
from mmssc.knowledge import load_knowledge
from mmssc.names import MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mmssc.evidence.reading import Reading

    Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def requirements() -> frozenset[str]:
    quads = load_knowledge().quads_for_pattern(None, RDF_TYPE, NamedNode(MMSSC + "Requirement"))
    return frozenset(quad.subject.value for quad in quads)


@pytest.fixture
def read(tmp_path: Path, requirements: frozenset[str]) -> Read:
    """Write content to a file of the given name, read it, and hold the reading to what is always true of one."""

    def read_content(name: str, content: str | bytes, **options: bool) -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        reading = read_evidence(str(path), requirements=requirements, **options)
        for problem in reading.problems:
            assert problem.source == str(path)
            for lang in ("en", "zh"):
                assert problem.message.say(lang).endswith((".", "。"))
                assert problem.mend.say(lang)
            assert any("\u4e00" <= char <= "\u9fff" for char in problem.message.zh)
        assert 0 <= reading.refused <= reading.offered
        return reading

    return read_content
