"""Parts of `tests/screenshots.py`: how the manual's pictures are made."""
