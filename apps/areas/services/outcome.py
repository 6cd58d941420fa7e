"""What a repeatable import did."""

from dataclasses import dataclass


@dataclass
class Outcome:
    """Counts of rows that an upsert created, changed, left as they were, and took out of use."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other):
        return Outcome(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )
