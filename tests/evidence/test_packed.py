"""Compressed files and archives: what is read through, what is refused, and how much."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
import zstandard
from registers import codes

CONTENT = (
    b"<https://e.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/mmssc/ns#Evidence> .\n"
)
PACK = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstandard.ZstdCompressor(level=19).compress(data),
}
NAMES = {"gz": "gzip", "bz2": "bzip2", "xz": "xz", "zst": "zstd"}


@pytest.fixture(params=PACK)
def kind(request):
    return request.param


@pytest.mark.parametrize("name", ["a.nt", "a"])
def test_compressed_files_are_read(read, kind, name):
    for packed in (PACK[kind](CONTENT), PACK[kind](CONTENT[:50]) + PACK[kind](CONTENT[50:])):
        reading = read(f"{name}.{kind}", packed)
        assert (reading.offered, reading.problems) == (1, [])


def test_the_content_tells_and_not_the_name(read, kind):
    assert read("a.nt", PACK[kind](CONTENT)).offered == 1


@pytest.mark.parametrize("harm", [lambda data: data[:-6], lambda data: data[:20] + b"????" + data[24:]])
def test_damaged_files_give_nothing(read, kind, harm):
    reading = read(f"a.nt.{kind}", harm(PACK[kind](CONTENT * 5_000)))
    assert codes(reading) == [f"damaged-{NAMES[kind]}"]
    assert NAMES[kind][:2] in reading.problems[0].message.en.lower()
    assert reading.quads == []


def test_bombs_are_refused(read, kind, monkeypatch):
    monkeypatch.setattr("mmssc.evidence.opening.MAX_BYTES", 1 << 20)
    assert codes(read(f"a.nt.{kind}", PACK[kind](b"#" * (1 << 26)))) == ["too-large"]


def test_a_frame_that_asks_for_too_much_memory_is_refused(read):
    big = zstandard.ZstdCompressionParameters(window_log=30)
    packer = zstandard.ZstdCompressor(compression_params=big).compressobj()
    packed = packer.compress(CONTENT) + packer.flush()
    assert codes(read("a.nt.zst", packed)) == ["damaged-zstd"]


def tar() -> bytes:
    with tarfile.open(fileobj=(out := io.BytesIO()), mode="w") as archive:
        entry = tarfile.TarInfo("a.nt")
        entry.size = len(CONTENT)
        archive.addfile(entry, io.BytesIO(CONTENT))
    return out.getvalue()


def zipped() -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr("a.nt", CONTENT)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "tool"),
    [
        ("a.zip", zipped(), "unzip"),
        ("a.nt", zipped(), "unzip"),
        ("a.tar", tar(), "tar -xf"),
        ("a.tar.gz", gzip.compress(tar()), "tar -xf"),
        ("a.tar.zst", zstandard.compress(tar()), "tar -xf"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z x"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "unrar x"),
    ],
)
def test_archives_are_refused_with_what_to_do(read, name, content, tool):
    reading = read(name, content)
    assert codes(reading) == ["archive"]
    assert tool in reading.problems[0].mend.en
    assert tool in reading.problems[0].mend.zh
