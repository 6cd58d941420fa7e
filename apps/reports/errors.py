"""What the services of reports refuse, each with its sentence."""

from django.utils.translation import gettext as _

from apps.core.errors import DomainError


class MoveRefused(DomainError):
    """The state of the report does not allow this move."""

    code = "move_refused"

    @classmethod
    def between(cls, before, after):
        """The refusal of one move, naming both states."""
        return cls(
            _("A report that is “%(before)s” cannot become “%(after)s”.")
            % {"before": before.label, "after": after.label}
        )


class StaleReport(DomainError):
    """Somebody saved the report after it was opened; `changes` lists what (translated lines)."""

    code = "stale"

    def __init__(self, message, changes=()):
        super().__init__(message)
        self.changes = list(changes)


class RegistrationDue(DomainError):
    """The police record comes first."""

    code = "registration_due"


class AppealDue(DomainError):
    """The answer to the statutory appeal comes first."""

    code = "appeal_due"


class ReleaseRefused(DomainError):
    """The report, or this wording, may not become public."""

    code = "release_refused"


class ErasureRefused(DomainError):
    """The law or a supervisor keeps what was to be erased."""

    code = "erasure_refused"


class OwnDecision(DomainError):
    """Nobody decides on an objection to their own decision."""

    code = "own_decision"


class IntakeRefused(DomainError):
    """The report cannot be taken as it stands."""

    code = "intake_refused"


class WarRefused(DomainError):
    """The words tell where troops, checkpoints, air defence or strikes are."""

    code = "war"


class DraftEnded(DomainError):
    """The draft was sent, cleared, or is older than a day."""

    code = "draft_ended"


class FiledAlready(DomainError):
    """The draft became a report, and what is sent now is something else."""

    code = "filed_already"


class ViewRefused(DomainError):
    """The view of the queue cannot be kept under this name, or no further one can."""

    code = "view_refused"


class StaleView(DomainError):
    """Somebody saved the view of the queue, or deleted it, after it was opened."""

    code = "stale"


class RuleRefused(DomainError):
    """The rule of routing cannot be followed, or would never be; `field` is what is to be mended, if one thing is."""

    code = "rule_refused"

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field


class HandoverRefused(DomainError):
    """What a colleague has in hand cannot go over as asked."""

    code = "handover_refused"
