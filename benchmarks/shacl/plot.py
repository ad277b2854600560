"""Draw a record as SVG: ``plot.py [RECORD] [-o FILE]``; the newest record if none is named.

将某次记录绘制为 SVG；未指定时取最新的记录。

Exit status · 退出码: 0 well · 正常, 2 no such record, or nothing to draw · 没有可绘制的记录.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shaclbench.plot import draw
from shaclbench.record import newest, read


def main(arguments: list[str] | None = None) -> int:
    """Draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, nargs="?", metavar="RECORD", help="a JSON file of results/ · 记录文件")
    parser.add_argument(
        "-o", dest="out", type=Path, metavar="FILE", help="default: beside the record · 默认与记录同目录"
    )
    asked = parser.parse_args(arguments)
    try:
        path = asked.record or newest()
        out = asked.out or path.with_suffix(".svg")
        out.write_text(draw(read(path)), encoding="utf-8")
    except (OSError, ValueError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    print(f"{out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
