"""Pictures as small as the manual wants them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

MOST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)


def shrink(path: Path) -> None:
    """Writes a PNG again with as many colours as fit into the size."""
    picture = Image.open(path).convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return


def cut(path: Path, x: int, y: int, width: int, height: int, margin: int = 28) -> None:
    """Keeps a part of a picture and a margin around it."""
    picture = Image.open(path).convert("RGB")
    right, bottom = min(picture.width, x + width + margin), min(picture.height, y + height + margin)
    picture.crop((max(0, x - margin), max(0, y - margin), right, bottom)).save(path)


def trim(path: Path, margin: int = 12) -> None:
    """Cuts the white border of a printed page away."""
    picture = Image.open(path).convert("RGB")
    white = Image.new("RGB", picture.size, "white")
    if box := ImageChops.difference(picture, white).getbbox():
        left, top, right, bottom = box
        width, height = picture.size
        picture.crop(
            (max(0, left - margin), max(0, top - margin), min(width, right + margin), min(height, bottom + margin))
        ).save(path)
