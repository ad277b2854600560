"""Print the tables of a record as Markdown: ``table.py [RECORD] [--lang en|zh]``; the newest record if none is named.

以 Markdown 输出某次记录的表格；未指定时取最新的记录。

Exit status · 退出码: 0 well · 正常, 2 no such record, or none at all · 没有可用的记录.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shaclbench.record import newest, read
from shaclbench.tables import render


def main(arguments: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, nargs="?", metavar="RECORD", help="a JSON file of results/ · 记录文件")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language · 语言 (default: en)")
    asked = parser.parse_args(arguments)
    try:
        print(render(read(asked.record or newest()), asked.lang), end="")
    except (OSError, ValueError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
