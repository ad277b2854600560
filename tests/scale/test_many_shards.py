"""Many files in shards, in one process or two, give what they give together."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from shards import run

from assess.gardens import GARDEN

if TYPE_CHECKING:
    from pathlib import Path

MMSSC = "https://w3id.org/mmssc/ns#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
MEMBER = "<http://www.w3.org/ns/org#memberOf>"
AGENT, GROUP, OTHER = "<http://x.example/agent>", "<http://x.example/group>", "<http://x.example/other>"
SHARD = 700  # about a file


def lines(item: str, community: str, shows: str = "soil-2-compost", agent: str = "") -> str:
    """Write a well-formed item as N-Triples."""
    terms = "http://purl.org/dc/terms/"
    said = {
        TYPE: f"<{MMSSC}Evidence>",
        f"<{MMSSC}community>": f"<http://c.example/{community}>",
        f"<{terms}title>": '"title"',
        f"<{MMSSC}assurance>": f"<{MMSSC}Claimed>",
        f"<{MMSSC}practice>": f"<{MMSSC}Systematic>",
        f"<{terms}issued>": '"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        f"<{terms}source>": '"source"',
        f"<{MMSSC}demonstrates>": f"<{GARDEN}{shows}>",
    }
    if agent:
        said["<http://www.w3.org/ns/prov#wasAttributedTo>"] = agent
    return "".join(f"<http://i.example/{item}> {name} {value} .\n" for name, value in said.items())


def files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{number:03}.nt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def assert_same(paths: list[Path], *, group: str = "", shard: int = SHARD) -> None:
    together, apart = run(paths, group=group), run(paths, shard=shard, group=group)
    assert apart.rows == together.rows
    assert apart.counts == together.counts
    assert apart.errors == together.errors


CASES = {
    "apart": [lines("1", "a"), lines("2", "b"), lines("3", "c")],
    "a community in two": [lines("1", "a"), lines("2", "b"), lines("3", "a", "soil-3-shared")],
    "an item twice": [lines("1", "a"), lines("1", "b"), lines("2", "c")],
    "an item described later": [lines("1", "a"), lines("2", "b") + f'<http://i.example/1> <{MMSSC}target> "more" .\n'],
    "an item described before": [f'<http://i.example/1> <{MMSSC}target> "more" .\n' + lines("2", "b"), lines("1", "a")],
    "an agent described later": [lines("1", "a", agent=AGENT), lines("2", "b") + f"{AGENT} {MEMBER} {GROUP} .\n"],
    "an agent described before": [lines("2", "b") + f"{AGENT} {MEMBER} {GROUP} .\n", lines("1", "a", agent=AGENT)],
    "an agent described alone": [lines("1", "a", agent=AGENT), lines("2", "b"), f"{AGENT} {MEMBER} {GROUP} .\n"],
    "an agent described alike": [
        lines(each, each, agent=AGENT) + f"{AGENT} {MEMBER} {GROUP} .\n" for each in ("1", "2", "3")
    ],
    "an agent that is a community": [
        lines("1", "a", agent="<http://c.example/b>"),
        lines("2", "b") + f"<http://c.example/b> {MEMBER} {GROUP} .\n",
    ],
    "bad ones": [lines("1", "a"), "nonsense\n", "", lines("2", "b").replace("Claimed", "Perhaps"), lines("3", "c")],
}


@pytest.mark.parametrize("name", CASES)
def test_shards_give_what_one_gives(name: str, tmp_path: Path) -> None:
    paths = files(tmp_path, *CASES[name])
    assert_same(paths, group="http://x.example/group" if "agent" in name else "")


@pytest.mark.parametrize("group", ["", "http://x.example/group"])
@pytest.mark.parametrize("kind", range(3))
def test_anything_in_any_file(kind: int, group: str, tmp_path: Path) -> None:
    """Items, communities and agents in files at random: few communities, many, or agents described anywhere."""
    chance = random.Random(kind)
    texts = [""] * 12
    for item in range(40):
        agent = f"<http://x.example/agent{chance.randrange(4)}>" if chance.random() < 0.5 else ""
        community = str(chance.randrange((3, 30, 15)[kind]))
        texts[chance.randrange(12)] += lines(
            str(item), community, chance.choice(["soil-2-compost", "water-2-rain"]), agent
        )
    for agent in range(4):
        for _ in range((1, 1, 3)[kind]):
            about = chance.choice([GROUP, OTHER])
            texts[chance.randrange(12)] += f"<http://x.example/agent{agent}> {MEMBER} {about} .\n"
    assert_same(files(tmp_path, *texts), group=group, shard=4_000)


def test_a_class_stated_in_another_file(tmp_path: Path) -> None:
    audience = f"<http://i.example/1> <http://purl.org/dc/terms/audience> {GROUP} .\n"
    stated = f"{GROUP} {TYPE} <{MMSSC}StakeholderGroup> .\n"
    assert_same(files(tmp_path, lines("1", "a") + audience, lines("2", "b") + stated))


def test_an_agent_described_in_two_ways_of_one_sum(tmp_path: Path) -> None:
    texts = [
        lines(each, each, agent=AGENT) + f"{AGENT} {MEMBER} {one} .\n{AGENT} <http://x.example/p> {other} .\n"
        for each, one, other in (("1", GROUP, OTHER), ("2", OTHER, GROUP))
    ]
    assert_same(files(tmp_path, *texts), group="http://x.example/group")


def test_standard_input_among_files(tmp_path: Path) -> None:
    paths = files(tmp_path, lines("1", "a"), lines("2", "b"))
    given = lines("3", "c").encode()
    together = run([*paths, "-"], stdin=given)
    assert together.counts == (3, 3, 0, 0, 3)
    assert run(["-", *paths], shard=SHARD, stdin=given).rows == together.rows


def test_one_file_much_larger_than_a_shard(tmp_path: Path) -> None:
    large = "".join(lines(f"large-{number}", f"large-{number % 9}") for number in range(30))
    assert_same(files(tmp_path, lines("1", "a"), large, lines("2", "b")))


def test_rows_come_in_the_order_of_the_communities(tmp_path: Path) -> None:
    names = ["z", "é", "a", "B", "10", "9"]
    told = run(files(tmp_path, *(lines(str(at), name) for at, name in enumerate(names))), shard=SHARD)
    found = [row.split(",")[1] for row in told.rows.decode().splitlines()]
    assert found == sorted(found)
    assert len(set(found)) == len(names)


@pytest.mark.parametrize("name", ["apart", "a community in two", "bad ones"])
def test_two_workers(name: str, tmp_path: Path) -> None:
    paths = files(tmp_path, *CASES[name])
    assert run(paths, shard=SHARD, workers=2) == run(paths)


def test_two_workers_and_standard_input(tmp_path: Path) -> None:
    paths = files(tmp_path, lines("1", "a"), lines("2", "b"))
    given = lines("3", "c").encode()
    assert run(["-", *paths], shard=SHARD, workers=2, stdin=given).rows == run(["-", *paths], stdin=given).rows
