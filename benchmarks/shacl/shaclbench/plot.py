"""A plot of a record as SVG: seconds over cities on logarithmic axes, readable in English and Chinese."""

from __future__ import annotations

from math import ceil, floor, log10
from statistics import median
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from shaclbench.record import MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shaclbench.record import Record

__all__ = ["draw"]

_WIDTH: Final = 760
_HEIGHT: Final = 440
_LEFT: Final = 64
_RIGHT: Final = 230
_TOP: Final = 40
_BOTTOM: Final = 52
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999933", "#777777", "#8c564b")
"""Colours that the colour-blind can tell apart (Okabe and Ito), then three more."""
_STYLE: Final = (
    "text{font:13px system-ui,'Noto Sans CJK SC',sans-serif;fill:#222}"
    "line{stroke:#ddd}path{fill:none;stroke-width:2}.leader{stroke-width:1;stroke-dasharray:1 4}.title{font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#444}}"
)

Points = list[tuple[int, float]]


def draw(record: Record) -> str:
    """Return the plot; what was not measured is not in it.

    Raises:
        ValueError: Nothing was measured.
    """
    series = _series(record)
    if not series:
        raise ValueError("nothing was measured, so there is nothing to draw")
    cities = [x for points in series.values() for x, _ in points]
    seconds = [y for points in series.values() for _, y in points]
    x_range = floor(log10(min(cities))), max(ceil(log10(max(cities))), floor(log10(min(cities))) + 1)
    y_range = floor(log10(min(seconds))), max(ceil(log10(max(seconds))), floor(log10(min(seconds))) + 1)

    def across(value: float) -> float:
        return _LEFT + (log10(value) - x_range[0]) / (x_range[1] - x_range[0]) * (_WIDTH - _LEFT - _RIGHT)

    def up(value: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(value) - y_range[0]) / (y_range[1] - y_range[0]) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="t">',
        "<title id='t'>Seconds by number of cities · 各规模城市所需秒数</title>",
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{_LEFT}" y="22">Seconds by number of cities · 各规模城市所需秒数</text>',
        *_grid(x_range, y_range, across, up),
    ]
    places = _apart({name: up(points[-1][1]) for name, points in series.items()})
    for colour, (name, points) in zip(_COLOURS, series.items(), strict=False):
        line = " L".join(f"{across(x):.1f} {up(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{line}" stroke="{colour}"/>')
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        end, place = _WIDTH - _RIGHT + 12, places[name]
        x, y = across(points[-1][0]), up(points[-1][1])
        parts.append(
            f'<path d="M{x + 6:.1f} {y:.1f} L{end - 4} {place:.1f}" stroke="{colour}" class="leader"/>'
            f'<text x="{end}" y="{place + 4:.1f}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _series(record: Record) -> dict[str, Points]:
    found: dict[str, Points] = {}
    for each in record.validations:
        if each.seconds is not None:
            name = f"{each.engine}: validate · 校验" if each.engine == "mmssc" else each.engine
            found.setdefault(name, []).append((each.cities, each.seconds))
    for job in record.assessments:
        if job.status == MEASURED:
            found.setdefault("mmssc assess · 评估全程", []).append((job.cities, median(job.clock)))
            found.setdefault("parse only · 仅解析", []).append((job.cities, median(job.floor)))
    return {name: sorted(points) for name, points in found.items()}


def _grid(
    x_range: tuple[int, int], y_range: tuple[int, int], across: Callable[[float], float], up: Callable[[float], float]
) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for power in range(x_range[0], x_range[1] + 1):
        x = across(10**power)
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in range(y_range[0], y_range[1] + 1):
        y = up(10**power)
        yield f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>'
    middle = (_LEFT + right) / 2
    yield f'<text x="{middle:.1f}" y="{_HEIGHT - 12}" text-anchor="middle">cities · 城市数</text>'


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Move labels down until no two overlap."""
    placed: dict[str, float] = {}
    lowest = 0.0
    for name in sorted(wanted, key=lambda name: wanted[name]):
        placed[name] = lowest = max(wanted[name], lowest + 17)
    over = max(0.0, lowest - (_HEIGHT - 12))
    return {name: place - over for name, place in placed.items()}
