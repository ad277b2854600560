"""What a plan costs, by counting its steps: what is shared is done once, and chains cost their length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from mmssc.engine import Graph, plan
from mmssc.engine.data import Data
from mmssc.engine.run import Run

if TYPE_CHECKING:
    from mmssc.engine.plan import Plan

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix n: <urn:ab:> .\n"


def compiled(text: str) -> Plan:
    return plan(Graph(parse(HEAD + text, format=RdfFormat.TURTLE)))


def chain(length: int, link: str) -> Plan:
    """Compile shapes each of which refers to the next; each has a constraint of its own."""
    last = f"n:s{length} sh:property [ sh:path n:p{length} ; sh:minCount 1 ] .\n"
    links = [
        f"n:s{at} {link.format(f'n:s{at + 1}')} ; sh:property [ sh:path n:p{at} ; sh:minCount 1 ] .\n"
        for at in range(length)
    ]
    return compiled("n:s0 sh:targetClass n:C .\n" + "".join(links) + last)


def test_a_chain_of_references_has_a_plan_as_long_as_itself() -> None:
    for link in ("sh:node {}", "sh:not {}", "sh:and ( {} )", "sh:property [ sh:path n:q ; sh:node {} ]"):
        ten, twenty, forty = (len(chain(length, link).steps) for length in (10, 20, 40))
        assert forty - twenty == 2 * (twenty - ten) > 0, link


def test_a_chain_of_levels_each_a_target_has_a_plan_as_long_as_itself() -> None:
    """As criteria are: each has the same target, and the level below as sh:node."""

    def steps(length: int) -> int:
        levels = [
            f"n:s{at} sh:targetClass n:C ; sh:property n:r{at} {f'; sh:node n:s{at - 1}' if at else ''} .\n"
            f"n:r{at} sh:path n:p{at} ; sh:minCount 1 .\n"
            for at in range(length)
        ]
        return len(compiled("".join(levels)).steps)

    assert steps(40) - steps(20) == 2 * (steps(20) - steps(10)) > 0


def test_what_ten_shapes_refer_to_is_evaluated_once() -> None:
    shared = "n:shared sh:path ( n:far n:away ) ; sh:minCount 1 ; sh:pattern 'x' .\n"
    shapes = "".join(f"n:s{at} sh:targetClass n:C{at} ; sh:property n:shared .\n" for at in range(10))
    steps = compiled(shapes + shared).steps
    assert [step.operator for step in steps].count("walk") == 1
    assert [step.operator for step in steps].count("filter") == 1
    assert [step.operator for step in steps].count("count") == 1


def test_equal_steps_of_different_shapes_are_one() -> None:
    shapes = "".join(
        f"n:s{at} sh:targetClass n:C ; sh:property [ sh:path n:p ; sh:minCount {at} ] .\n" for at in range(10)
    )
    operators = [step.operator for step in compiled(shapes).steps]
    assert operators.count("focus") == operators.count("walk") == 1
    assert operators.count("count") == 10


def test_the_number_of_steps_run_does_not_depend_on_the_data() -> None:
    steps = chain(12, "sh:node {}")
    wanted = {finding.step for finding in steps.findings}
    runs = []
    for size in (0, 1, 1_000):
        run = Run(
            Data.of(
                Triple(
                    NamedNode(f"urn:ab:{each}"),
                    NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                    NamedNode("urn:ab:C"),
                )
                for each in range(size)
            )
        )
        run.run(steps, wanted)
        runs.append(run.operations)
    assert runs[0] == runs[1] == runs[2] == len(steps.needed(wanted)) > 12
