"""Make the evidence of many cities: seeded, with a realistic spread of levels, near misses, disputes and refused items.

生成多座城市的证据：由种子决定；等级、险些达标的条目、质疑和不予采信的条目分布近于实际。

Examples · 示例:
  python benchmarks/shacl/make.py --cities 1000 --out /tmp/cities
  python benchmarks/shacl/make.py --cities 3 --form csv --out /tmp/registers
  python benchmarks/shacl/make.py --cities 10 --model my-model.ttl --model my-shapes/ --out /tmp/mine

The evidence is made for one day: assess it with --as-of 2026-11-21, or the day that --as-of names here.
证据针对某一天生成：评估时请使用 --as-of 2026-11-21，或此处 --as-of 所指定的日期。
Exit status · 退出码: 0 written · 已写入, 2 the call or the model cannot be used · 调用或模型不可用.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from shaclbench.cities import AS_OF, Generator
from shaclbench.forms import FORMS, write_cities
from shaclbench.model import read_model
from shaclbench.values import judge_values

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Write the files and say how many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities", type=_count, required=True, metavar="N", help="how many · 城市数")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first · 首个编号 (0)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="same seed, same cities · 种子相同则城市相同 (1)"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="an empty or new folder · 空文件夹或新文件夹"
    )
    parser.add_argument(
        "--form", choices=FORMS, default="nt", help="nq: one file, a graph a city · nq 为单个文件，每城一图 (nt)"
    )
    parser.add_argument(
        "--ill-formed",
        type=_share,
        default=0.002,
        metavar="SHARE",
        help="of ill-formed items · 格式有误条目的比例 (0.002)",
    )
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        default=AS_OF,
        metavar="DATE",
        help=f"made for this day · 针对此日生成 ({AS_OF})",
    )
    parser.add_argument(
        "--model",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="another model, files or folders · 其他模型的文件或文件夹",
    )
    asked = parser.parse_args(arguments)
    try:
        model = read_model(asked.model)
        generator = Generator(model, judge_values(model), asked.seed, ill_formed=asked.ill_formed, as_of=asked.as_of)
        numbers = range(asked.first, asked.first + asked.cities)
        written = write_cities(map(generator.city, numbers), asked.out, asked.form, model)
    except (OSError, SyntaxError, ValueError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    print(f"{asked.cities} cities in {len(written)} files in {asked.out}", file=sys.stderr)
    return 0


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 is wanted · 须为不小于 1 的整数")
    return int(text)


def _share(text: str) -> float:
    if not 0 <= (number := float(text)) <= 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
