"""Real data that some tests read where they are at hand; they are no part of the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def shared(name):
    """Return the path of a shared file or folder, or skip the test that asks."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    return path


def shared_files(folder, *suffixes):
    """Return the files below a shared folder as test parameters (only those of the given suffixes, if any)."""
    found = sorted(
        path
        for path in (SHARED / folder).rglob("*")
        if path.is_file() and (not suffixes or path.suffix.lower() in suffixes)
    )
    if not found:
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{SHARED / folder} is not on this machine"))]
    return [pytest.param(path, id=path.name) for path in found]
