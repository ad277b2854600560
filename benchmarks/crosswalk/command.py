"""Measure the whole command on files: reading, all checks, set logic, output.

``python benchmarks/crosswalk/command.py [--size SIZE]`` writes generated crosswalks as SSSOM/TSV and their hierarchies
as SKOS, runs ``mmssc crosswalk`` on them in a process of its own, compares the findings of the set logic with what was
planted, and then prints time and peak memory. Exit status 1 if a planted conflict is not found.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from generated_crosswalks import generate
from run import SIZES

from mmssc.setlogic import Constraint, Relation

PREDICATES: Final = {
    Relation.EQ: "skos:exactMatch",
    Relation.PP: "skos:broadMatch",
    Relation.PPI: "skos:narrowMatch",
    Relation.PO: "mmssc:intersectsWith",
    Relation.DR: "mmssc:disjointFrom",
}
BASE: Final = "https://example.org/"
HEADER: Final = f"""# mapping_set_id: {BASE}set
# license: https://creativecommons.org/publicdomain/zero/1.0/
# curie_map:
#   e: {BASE}
#   mmssc: https://w3id.org/mmssc/ns#
# extension_definitions:
#   - slot_name: rationale
#     property: mmssc:rationale
#     type_hint: linkml:Uriorcurie
subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\trationale
"""


def iri(item: str) -> str:
    """Return the path of an item: its scheme and its number."""
    return item.replace(":", "/")


def write(constraints: list[Constraint], rows: Path, schemes: Path) -> dict[str, int]:
    """Write rows and hierarchies; return the line of each row."""
    lines: dict[str, int] = {}
    items: dict[str, None] = {}
    text, broader = [HEADER], []
    number = HEADER.count("\n")
    for each in constraints:
        items |= dict.fromkeys((each.subject, each.object))
        if each.fixed:
            broader.append(f"<{BASE}{iri(each.subject)}> skos:broader <{BASE}{iri(each.object)}> .\n")
            continue
        number += 1
        lines[each.id] = number
        rationale = "" if each.group in (None, "none") else f"mmssc:{str(each.group).capitalize()}"
        text.append(
            f"e:{iri(each.subject)}\t{PREDICATES[Relation(each.relations)]}\te:{iri(each.object)}"
            f"\tsemapv:ManualMappingCuration\tA. Nonymous\t{rationale}\n"
        )
    rows.write_text("".join(text), encoding="utf-8")
    scheme = [
        f'<{BASE}{iri(item)}> skos:inScheme <{BASE}{item.partition(":")[0]}> ; skos:prefLabel "Item {item}"@en .\n'
        for item in items
    ]
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    schemes.write_text(head + "".join(broader + scheme), encoding="utf-8")
    return lines


def main() -> int:
    """Run one size, or all but the smallest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, action="append", help="measure this size only")
    parser.add_argument("--seed", type=int, default=7, help="what is generated (default: 7)")
    arguments = parser.parse_args()
    good = True
    print("          size    rows  planted  found  findings  time, s  peak MB")
    for name in arguments.size or list(SIZES)[1:]:
        made = generate(*SIZES[name], arguments.seed)
        with tempfile.TemporaryDirectory() as folder:
            rows, schemes, out = (Path(folder, file) for file in ("rows.sssom.tsv", "schemes.ttl", "out.json"))
            lines = write(made.constraints, rows, schemes)
            command = ["mmssc", "crosswalk", str(rows), str(schemes), "--format", "json", "-o", str(out)]
            started = time.perf_counter()
            done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
            took = time.perf_counter() - started
            if done.returncode not in (0, 1):
                print(done.stderr, file=sys.stderr)
                return 1
            findings = json.loads(out.read_text(encoding="utf-8"))["findings"]
        proofs = [{each["place"]["line"] for each in finding["proof"]} for finding in findings]
        planted = sum(any({lines[row] for row in triangle} <= proof for proof in proofs) for triangle in made.planted)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{name:>14}  {len(lines):6}  {len(made.planted):7}  {planted:5}  {len(findings):8}  {took:7.1f}  {peak:7}"
        )
        good &= planted == len(made.planted)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
