"""The compiled translations, which are not in the repository: pages and tests of a fresh checkout need them."""

import subprocess

from values import CHECKOUT, Stop


def ensure():
    """Compile each catalogue whose source is newer than what was compiled from it."""
    for source in sorted((CHECKOUT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        if subprocess.run(["msgfmt", "--check-format", "-o", str(compiled), str(source)], check=False).returncode:
            raise Stop(f"{source} cannot be compiled: mend what msgfmt says above.")
