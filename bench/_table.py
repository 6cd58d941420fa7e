"""What a benchmark prints: rows of what, measured, target, pass or fail."""

import statistics


class Table:
    """Rows in Markdown; `missed` tells whether one of them failed."""

    def __init__(self):
        self.rows, self.missed = [], False

    def row(self, what, measured, target, good):
        """Add a row."""
        self.rows.append((what, measured, target, "pass" if good else "FAIL"))
        self.missed |= not good

    def print(self):
        """Print it in Markdown."""
        print("\n| what | measured | target | |\n|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def p95_of(times):
    """The time that one request in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
