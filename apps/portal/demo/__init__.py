"""The demo: an invented town and its people. Nothing in it is real."""

from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
