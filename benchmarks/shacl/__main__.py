"""Compare SHACL engines on the level criteria, results first; then measure mmssc from files to levels.

按等级准则比较各 SHACL 引擎：先比较结果，再测时间；然后测量 mmssc 从文件到等级的全过程。

Examples · 示例:
  benchmarks/shacl/install                                   the peers, once · 安装其他引擎，一次即可
  python benchmarks/shacl                                    everything, about an hour · 全部，约一小时
  python benchmarks/shacl --validate 1 --assess 5 --runs 1   a try, two minutes · 试运行，约两分钟

Writes a record (JSON) to benchmarks/shacl/results/ and prints the tables made from it.
Exit status · 退出码: 0 well · 正常, 1 our results differ or failed · 本项目结果不一致或失败, 2 wrong call · 调用有误.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

from shaclbench.assessment import measure
from shaclbench.cities import AS_OF, Generator
from shaclbench.engines import ENGINES, default_home
from shaclbench.forms import write_cities
from shaclbench.graphs import write_data, write_shapes
from shaclbench.levels import levels_of
from shaclbench.machine import describe
from shaclbench.model import read_model
from shaclbench.record import RESULTS, Assessment, Record
from shaclbench.tables import render
from shaclbench.validation import Bench
from shaclbench.values import judge_values


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        "benchmarks/shacl", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--validate", type=int, nargs="*", default=[1, 10, 100], metavar="N", help="cities, for all engines"
    )
    parser.add_argument(
        "--assess", type=int, nargs="*", default=[10, 100, 1000, 10000], metavar="N", help="cities, for mmssc assess"
    )
    parser.add_argument(
        "--engine", action="append", choices=[each.key for each in ENGINES], help="only this (and others)"
    )
    parser.add_argument("--runs", type=int, default=3, help="the median is taken (default: 3)")
    parser.add_argument(
        "--budget", type=float, default=150, metavar="SECONDS", help="for one run of an engine (default: 150)"
    )
    parser.add_argument("--form", choices=("nt", "nq"), default="nt", help="of the files to assess (default: nt)")
    parser.add_argument("--seed", type=int, default=1, help="of the data (default: 1)")
    parser.add_argument(
        "--peers", type=Path, default=default_home(), metavar="DIR", help="where the peers are installed"
    )
    parser.add_argument("--work", type=Path, metavar="DIR", help="for 2 GB of data (default: a temporary folder)")
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"the record (default: in {RESULTS})")
    asked = parser.parse_args(arguments)
    if min([asked.runs, *asked.validate, *asked.assess]) < 1:
        parser.error("sizes and runs are at least 1 · 规模和次数至少为 1")
    now = dt.datetime.now(dt.UTC)
    record = Record(now.isoformat(timespec="seconds"), describe(), asked.seed, asked.runs, asked.budget)
    with tempfile.TemporaryDirectory(dir=asked.work) as work:
        _run(asked, record, Path(work))
    out = asked.out or RESULTS / f"{now:%Y-%m-%d-%H%M}.json"
    record.write(out)
    _tell(f"written · 已写入: {out}")
    print(render(record, "en"))
    return 0 if record.good else 1


def _run(asked: argparse.Namespace, record: Record, work: Path) -> None:
    model = read_model()
    generator = Generator(model, judge_values(model), asked.seed)
    shapes = work / "shapes.nt"
    record.shapes = write_shapes(shapes)
    engines = [engine for engine in ENGINES if not asked.engine or engine.key in asked.engine]
    bench = Bench(engines, asked.peers, shapes, work, asked.runs, asked.budget, _tell)
    expected = {}
    for cities in sorted(asked.validate):
        data = work / "data.nt"
        record.data[str(cities)] = write_data(map(generator.city, range(cities)), data, AS_OF)
        validations, results = bench.size(cities, data)
        record.validations += validations
        if results is not None:
            expected = levels_of(results, data)
    for cities in sorted(asked.assess):
        with tempfile.TemporaryDirectory(dir=work) as folder:
            files = write_cities(map(generator.city, range(cities)), Path(folder), asked.form, model)
            assessment = Assessment(cities, _lines(files), sum(file.stat().st_size for file in files), asked.form)
            record.assessments.append(assessment)
            measure(assessment, [Path(folder)], work / "levels.csv", AS_OF, expected, asked.runs, _tell)


def _lines(files: list[Path]) -> int:
    """Count the lines of files: in N-Triples and N-Quads, the statements."""
    count = 0
    for file in files:
        with file.open("rb") as lines:
            count += sum(1 for _ in lines)
    return count


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
