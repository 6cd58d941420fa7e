"""Run every benchmark, or those named, one after the other; then print one table of all their targets.

Ends with 1 when a target was missed or a benchmark broke off. `bin/bench --full` adds what takes long: the map with ten
million reports, and enough minutes of everything at once to judge the memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench._table import FAIL, KEPT_IN, NOT_MEASURED, PASS, print_rows

FULL = {"map": ["--rows", "10000000"], "hour": ["--minutes", "20"]}


def main():
    """Run them; return whether a target was missed."""
    known = sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))
    options = argparse.ArgumentParser(prog="bin/bench")
    options.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(known)}")
    options.add_argument("--full", action="store_true", help="with what takes long")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(known):
        options.error(f"no benchmark: {', '.join(sorted(unknown))}")
    rows = []
    for name in chosen.names or known:
        print(f"== {name}", flush=True)
        rows += [(name, *row) for row in rows_of(name, FULL.get(name, []) if chosen.full else [])]
    return tell([row for row in rows if row[-1]])


def rows_of(name, options):
    """Run one benchmark in a process of its own; return the rows of its table, and one more when it broke off."""
    with tempfile.NamedTemporaryFile("r") as kept:
        command = [sys.executable, "-m", f"bench.{name}", *options]
        code = subprocess.run(command, env=os.environ | {KEPT_IN: kept.name}, check=False).returncode
        text = kept.read()
    rows = json.loads(text) if text else []
    broke_off = code and not any(row[-1] == FAIL for row in rows)
    return [*rows, *([("the whole", f"broke off with {code}", "a table", FAIL)] if broke_off else [])]


def tell(rows):
    """Print all that has a target, and how many were missed; return whether any was."""
    print("\n== all targets", flush=True)
    print_rows(("benchmark", "what", "measured", "target", ""), rows)
    met, missed, open_ = (sum(row[-1] == verdict for row in rows) for verdict in (PASS, FAIL, NOT_MEASURED))
    print(f"\n{met} met, {missed} missed, {open_} not measured.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
