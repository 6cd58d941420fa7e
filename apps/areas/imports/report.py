"""What an import did and what it refused."""

from dataclasses import dataclass, field

from apps.areas.services.outcome import Outcome


@dataclass
class ImportReport:
    """Counts of what was written, and a sentence for each feature refused."""

    outcome: Outcome = field(default_factory=Outcome)
    refusals: list[str] = field(default_factory=list)

    def refuse(self, feature, label, reason):
        """Note that a feature is not imported, and why."""
        name = f" ({label})" if label else ""
        self.refusals.append(f"Feature {feature.position}{name} is refused: {reason}.")

    def summary(self):
        """One line of counts."""
        counts = self.outcome
        line = f"created {counts.created}, changed {counts.changed}, unchanged {counts.unchanged}"
        if counts.removed:
            line += f", removed {counts.removed}"
        return f"{line}, refused {len(self.refusals)}"
