"""Which compression a file has, and what it holds, chunk by chunk, so that a bomb never stands in memory."""

from __future__ import annotations

from enum import Enum
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["DamagedError", "Packing", "packing_of", "unpacked"]

_CHUNK: Final = 1 << 20
_ZSTD_FEED: Final = 1 << 10
"""Bytes given to Zstandard at a time: the densest of them unpack to some 40 MB."""
_ZSTD_WINDOW: Final = 1 << 27
"""Bytes that a Zstandard frame may look back: what its own tool allows by default."""


class Packing(Enum):
    """A compression, by the name that people know."""

    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "Zstandard"


class DamagedError(Exception):
    """A compressed file that is damaged or cut off."""


def packing_of(start: bytes) -> Packing | None:
    """Tell the compression by the first bytes; ``None`` if there is none."""
    return next((packing for mark, (packing, _) in _KNOWN.items() if start.startswith(mark)), None)


def unpacked(file: IO[bytes], packing: Packing) -> Iterator[bytes]:
    """Yield what a compressed file holds, all its members one after the other.

    Raises:
        DamagedError: It is damaged or cut off.
    """
    return next(chunks for known, chunks in _KNOWN.values() if known is packing)(file)


def _gzip(file: IO[bytes]) -> Iterator[bytes]:
    import gzip
    import zlib

    try:
        with gzip.open(file) as plain:
            yield from iter(lambda: plain.read(_CHUNK), b"")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DamagedError(error) from error


def _bzip2(file: IO[bytes]) -> Iterator[bytes]:
    import bz2

    try:
        with bz2.open(file) as plain:
            yield from iter(lambda: plain.read(_CHUNK), b"")
    except (EOFError, OSError) as error:
        raise DamagedError(error) from error


def _xz(file: IO[bytes]) -> Iterator[bytes]:
    import lzma

    try:
        with lzma.open(file) as plain:
            yield from iter(lambda: plain.read(_CHUNK), b"")
    except (EOFError, lzma.LZMAError) as error:
        raise DamagedError(error) from error


def _zstd(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    # The library's own stream takes a frame that is cut off for a whole one.
    context = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    frame = context.decompressobj()
    begun = False
    try:
        while data := file.read(_ZSTD_FEED):
            while data:
                if frame.eof:
                    frame = context.decompressobj()
                begun = True
                if plain := frame.decompress(data):
                    yield plain
                data = frame.unused_data if frame.eof else b""
    except zstandard.ZstdError as error:
        raise DamagedError(error) from error
    if begun and not frame.eof:
        raise DamagedError("the last frame is not complete")


_KNOWN: Final[dict[bytes, tuple[Packing, Callable[[IO[bytes]], Iterator[bytes]]]]] = {
    b"\x1f\x8b": (Packing.GZIP, _gzip),
    b"BZh": (Packing.BZIP2, _bzip2),
    b"\xfd7zXZ\x00": (Packing.XZ, _xz),
    b"\x28\xb5\x2f\xfd": (Packing.ZSTD, _zstd),
}
