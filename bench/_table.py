"""What a benchmark prints: rows of what, measured, target, and whether it is met."""

import json
import os
import statistics
from pathlib import Path

PASS, FAIL, NOT_MEASURED = "pass", "FAIL", "not measured"
KEPT_IN = "BENCH_ROWS"  # names a file to which `python -m bench` wants the rows, for the table of all benchmarks


class Table:
    """Rows in Markdown; `missed` tells whether one of them failed."""

    def __init__(self):
        self.rows, self.missed = [], False

    def row(self, what, measured, target, good):
        """Add a row."""
        self.rows.append((what, measured, target, PASS if good else FAIL))
        self.missed |= not good

    def known(self, what, measured):
        """Add a row that has no target."""
        self.rows.append((what, measured, "", ""))

    def not_measured(self, what, why, target):
        """Add a row for a target that cannot be measured on this machine."""
        self.rows.append((what, why, target, NOT_MEASURED))

    def print(self):
        """Print it in Markdown, and keep the rows where `python -m bench` wants them."""
        print_rows(("what", "measured", "target", ""), self.rows)
        if file := os.environ.get(KEPT_IN):
            Path(file).write_text(json.dumps(self.rows))


def print_rows(heads, rows):
    """Print a table in Markdown."""
    print("\n" + "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)), flush=True)


def p95_of(times):
    """The time that one request in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
