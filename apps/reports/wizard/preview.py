"""What becomes public of a report that is about to be sent, and the answers as their writer reads them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from apps.areas.models import Area, SnapPoint
from apps.reports.deadlines import REGISTRATION_TERM, working_days_after
from apps.reports.enums import Nature, Recurrence, Sensitivity
from apps.reports.models import Category
from apps.reports.wizard.course import kind_of


@dataclass(frozen=True)
class Preview:
    """What others will see once an officer has checked it; `place` is None where no point is shown."""

    category: Category
    area: Area
    place: SnapPoint | None
    metres: int  # from the exact place to the public one
    day: date

    @property
    def is_never_public(self):
        """Whether nothing of it is ever released."""
        return self.category.sensitivity == Sensitivity.SEALED

    @property
    def is_weekly(self):
        """Whether it appears with all others of a week."""
        return self.category.nature == Nature.CRIME


def preview_of(answers):
    """Return the Preview of a draft, or None when its place or kind is not offered any more."""
    where = answers["where"]
    category = Category.objects.offered().filter(code=kind_of(answers)).first()
    area = Area.objects.filter(pk=where["area"]).defer("boundary").first()
    if category is None or area is None:
        return None
    shown = category.sensitivity == Sensitivity.OPEN and where.get("snap")
    return Preview(
        category=category,
        area=area,
        place=SnapPoint.objects.filter(pk=where["snap"]).first() if shown else None,
        metres=round(where.get("metres") or 0, -1),
        day=_day(answers["details"]) or timezone.localdate(timezone=area.zone),
    )


def terms_of(category, area, *, now=None):
    """Return when a report of this kind sent now is answered and dealt with: {"answer", "resolve", "register"}."""
    now = now or timezone.now()
    return {
        "answer": working_days_after(now, category.answer_days, area.zone),
        "resolve": working_days_after(now, category.resolve_days, area.zone),
        "register": now + REGISTRATION_TERM if category.nature == Nature.CRIME else None,
    }


def when_in_words(details):
    """Return (how often, the day or None, the time in words)."""
    return Recurrence(details["recurrence"]).label, _day(details), details["happened_text"]


def _day(details):
    return date.fromisoformat(details["happened_on"]) if details.get("happened_on") else None
