"""Compare SHACL engines on the level criteria, results first; then measure mmssc from files to levels.

按等级准则比较各 SHACL 引擎：先比较结果，再测时间；然后测量 mmssc 从文件到等级的全过程。

Examples · 示例:
  benchmarks/shacl/install                                   the peers, once · 安装其他引擎，一次即可
  python benchmarks/shacl                                    everything, about half an hour · 全部，约半小时
  python benchmarks/shacl --validate 1 --assess 5 --runs 1   a try, a few minutes · 试运行，几分钟

Writes a record (JSON) to benchmarks/shacl/results/ and prints the tables made from it.
Exit status · 退出码: 0 well · 正常, 1 our results differ or failed · 本项目结果不一致或失败, 2 wrong call · 调用有误.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; what is measured is written as it goes, so that a run that is cut short is not lost."""
    asked = _parser().parse_args(arguments)
    now = dt.datetime.now(dt.UTC)
    out = asked.out or RESULTS / f"{now:%Y-%m-%d-%H%M}.json"
    record = Record(now.isoformat(timespec="seconds"), describe(), asked.seed, asked.runs, asked.budget)
    try:
        if asked.work:
            Path(asked.work).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=asked.work) as work:
            for _ in _run(asked, record, Path(work)):
                record.write(out)
    except OSError as error:
        _tell(f"benchmarks/shacl: {error}")
        return 2
    except KeyboardInterrupt:
        _tell("stopped · 已中止")
        return 130
    _tell(f"written · 已写入: {out}")
    print(render(record, asked.lang), end="")
    return 0 if record.good else 1


def _run(asked: argparse.Namespace, record: Record, work: Path) -> Iterator[None]:
    """Fill the record, and halt after each size."""
    model = read_model()
    generator = Generator(model, judge_values(model), asked.seed)
    shapes, data = work / "shapes.nt", work / "data.nt"
    record.shapes = write_shapes(shapes)
    engines = [engine for engine in ENGINES if not asked.engine or engine.key in asked.engine]
    bench = Bench(engines, asked.peers, shapes, work, asked.runs, asked.budget, _tell)
    expected = {}
    for cities in sorted(asked.validate):
        record.data[str(cities)] = write_data(map(generator.city, range(cities)), data, AS_OF)
        validations, results = bench.size(cities, data)
        record.validations += validations
        if results is not None:
            expected = levels_of(results, data)
        yield
    for cities in sorted(asked.assess):
        with tempfile.TemporaryDirectory(dir=work) as folder:
            files = write_cities(map(generator.city, range(cities)), Path(folder), asked.form, model)
            assessment = Assessment(cities, _lines(files), sum(file.stat().st_size for file in files), asked.form)
            record.assessments.append(assessment)
            measure(assessment, [Path(folder)], work / "levels.csv", AS_OF, expected, asked.runs, _tell)
        yield


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "benchmarks/shacl", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def option(name: str, words: str, **more: Any) -> None:
        parser.add_argument(name, help=words, **more)

    sizes = {"type": _positive, "nargs": "*", "metavar": "N"}
    option("--validate", "cities, for all engines · 各引擎校验的城市数 (1 10 100)", default=[1, 10, 100], **sizes)
    option(
        "--assess",
        "cities, for mmssc assess · mmssc assess 评估的城市数 (10 100 1000 10000)",
        default=[10, 100, 1000, 10000],
        **sizes,
    )
    keys = [each.key for each in ENGINES]
    option("--engine", "only this; may be repeated · 仅此引擎，可重复", action="append", choices=keys)
    option("--runs", "the median is taken · 取中位数 (3)", type=_positive, default=3, metavar="N")
    option(
        "--budget",
        "seconds for a run of an engine · 每次运行的时限（秒） (150)",
        type=_positive,
        default=150,
        metavar="S",
    )
    option("--form", "of the files to assess · 待评估文件的格式 (nt)", choices=("nt", "nq"), default="nt")
    option("--seed", "of the data · 数据的种子 (1)", type=int, default=1, metavar="N")
    option("--peers", "where install put them · 其他引擎的安装位置", type=Path, default=default_home(), metavar="DIR")
    option("--work", "a place for 3 GB of data · 存放 3 GB 数据的位置 (TMPDIR)", type=Path, metavar="DIR")
    option("--out", "the record · 记录文件 (benchmarks/shacl/results/…)", type=Path, metavar="FILE")
    option("--lang", "of the tables · 表格的语言 (en)", choices=("en", "zh"), default="en")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 is wanted · 须为不小于 1 的整数")
    return int(text)


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
