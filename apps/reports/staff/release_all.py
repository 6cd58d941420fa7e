"""Several reports released from one page: which of them can be, a card with the words of each, and the releasing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.areas.models import Area
from apps.core.errors import DomainError
from apps.reports.enums import Nature, ReleaseState
from apps.reports.errors import ReleaseRefused, StaleReport
from apps.reports.models import Report
from apps.reports.selectors import answers_in_words
from apps.reports.services.release import release_report, why_not_public
from apps.reports.staff.forms import ReleaseForm
from apps.reports.staff.thread import changes_in_words


def why_not_here(report):
    """Return why a report cannot be released among others; "" when it can.

    Where there is more to weigh than its own words, such as a colleague's decision or a new message, its own page is
    the place: it shows all of that.
    """
    if reason := why_not_public(report):
        return reason
    if report.erased_at is not None:
        return _("What was told in it was erased.")
    if report.release_state == ReleaseState.RELEASED:
        return _("It is released already: change its words on its own page.")
    if report.release_state == ReleaseState.WITHHELD:
        return _("It was decided not to release it: whoever thinks otherwise now releases it on its own page.")
    if report.unread_reply:
        return _("A new message of its reporter waits: read it on its own page first.")
    return ""


class CardForm(ReleaseForm):
    """The released words of one report among others, which may be left out; what went wrong with it stands on it."""

    left_out = forms.BooleanField(label=gettext_lazy("Leave this one out"), required=False)

    def __init__(self, *args, report, areas, **kwargs):
        self.areas_of_report = [areas[pk] for pk in report.area_ids]
        self.refusal, self.changes, self.is_released = "", [], False
        super().__init__(*args, report=report, prefix=report.reference, **kwargs)

    @property
    def is_left_out(self):
        """Whether it stays as it is."""
        return bool(self["left_out"].value())

    @property
    def values(self):
        """What `release_report` takes."""
        return {name: value for name, value in super().values.items() if name != "left_out"}

    @property
    def names_of_preview(self):
        """The names of the fields of which the preview is made."""
        return [self[name].html_name for name in ("title_uk", "summary_uk", "title_en", "summary_en", "with_place")]

    @property
    def answers(self):
        """The reporter's answers to the questions of the kind, as [(question, answer)]."""
        return answers_in_words(self.report.category, self.report.answers)

    @property
    def photos(self):
        """The reporter's photos."""
        return self.report.own_photos

    @property
    def complaints(self):
        """What is to be mended before it can be released; nothing of one that is left out."""
        if self.is_left_out:
            return []
        if not self.is_bound:
            return [_("It can be released now: look at its words first.")]
        return [self.refusal] if self.refusal else [error for errors in self.errors.values() for error in errors]

    def release(self):
        """Release the report as it was read here. Raises DomainError, and keeps on the card why."""
        try:
            if reason := why_not_here(self.report):
                raise ReleaseRefused(reason)
            release_report(self.report, by=self.by, version=self.cleaned_data["version"], **self.values)
        except DomainError as refusal:
            self.refusal = refusal.message
            if isinstance(refusal, StaleReport):
                self._look_again(refusal.changes)
            raise
        self.is_released = True

    def _look_again(self, changes):
        """Stand for the report as it is now, all that was typed kept; without it when it left this person's hands."""
        self.report = Report.objects.handled_by(self.by).for_detail().filter(pk=self.report.pk).first()
        if self.report is not None:
            self.renew(self.report)
            self.changes = changes_in_words(self.report, changes)


class Release:
    """Release each report with the words of its card; see `bulk.do_to_all`.

    It cannot be undone: its reporter is told at once, and what everybody has read cannot be unread. To withdraw a
    release is a decision of its own, which a supervisor takes.
    """

    name = "release"

    def __init__(self, cards):
        self.cards = {card.report.pk: card for card in cards}

    def do(self, report, *, by):
        """Release one report."""
        self.cards[report.pk].release()

    def words(self, count):
        """What is said when it is done."""
        said = [ngettext("%(count)s report released.", "%(count)s reports released.", count) % {"count": count}]
        later = sum(card.is_released and card.report.nature == Nature.CRIME for card in self.cards.values())
        if later:
            words = ngettext("%(count)s of them appears on Monday.", "%(count)s of them appear on Monday.", later)
            said.append(words % {"count": later})
        said.append(_("Reporters learn of that, so it cannot be undone."))
        said.append(_("A supervisor can withdraw a release on the page of its report."))
        return " ".join(said)


def cards_of(reports, typed, *, by):
    """Return ([a card for each report], [reports that cannot be released here, with their `refusal`]).

    A report of which a card was sent in `typed` keeps its card with all that was typed, whatever happened meanwhile.
    """
    areas = Area.objects.defer("boundary").in_bulk({pk for report in reports for pk in report.area_ids})
    cards, refused = [], []
    for report in reports:
        sent = f"{report.reference}-version" in typed
        report.refusal = "" if sent else why_not_here(report)
        if report.refusal:
            refused.append(report)
        else:
            cards.append(CardForm(typed if sent else None, report=report, by=by, areas=areas))
    return cards, refused
