"""One page on which a report is written down for somebody who calls or stands there: its parts, and the filing."""

import hashlib
import json
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import FILING_ROLES
from apps.areas.models import Area
from apps.reports.enums import Channel
from apps.reports.models import Category
from apps.reports.services.drafts import draft_of_page, identity_of, submit_once, what_happened
from apps.reports.staff.their_photos import TheirPhotos
from apps.reports.wizard import places
from apps.reports.wizard.forms import CHOOSE_ONE, DetailsForm, WhereForm, YouForm

HELP_FIRST = {
    Category.Stopper.EMERGENCY: _(
        "Whoever tells this needs help now: call 102 or 112 together with them, first of all."
    ),
    Category.Stopper.ORDNANCE: _("Call 101 now, and tell them that nobody touches it."),
}


class TakenForm(forms.Form):
    """How the person came, what it is about, and the language in which they want to be answered."""

    channel = forms.ChoiceField(
        label=_("How does the person tell it?"),
        choices=[(channel.value, channel.label) for channel in (Channel.PHONE, Channel.IN_PERSON)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    category = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={key: _("Choose what it is about.") for key in ("required", "invalid_choice")},
    )
    language = forms.ChoiceField(label=_("Language of the answers"), choices=settings.LANGUAGES)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        groups = {}
        for kind in kinds:
            groups.setdefault(kind.parent.name, []).append((kind.code, kind.name))
        self.fields["category"].choices = [("", _("Choose…")), *groups.items()]


class TheirPlaceForm(WhereForm):
    """Where: a place found by name, a pin, or a whole area, among the areas of whoever writes it down."""

    nothing_chosen = _("Choose the place: find it by name, set the pin on the map, or take the area alone.")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self):
        """Refuse a place in somebody else's areas."""
        cleaned = super().clean()
        if not self.errors:
            self.area = Area.objects.defer("boundary").get(pk=self.place["area"])
            if not self.by.has_perm("reports.file_for_somebody", self.area):
                self.add_error("q", _("This place is outside your areas: its own police take it down, or call 102."))
        return cleaned


class TheirDetailsForm(DetailsForm):
    """The questions of the kind, when, and the words as they are told."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What happens there, in the person’s words")
        self.fields["words"].help_text = _("Read it back to them before you send it.")

    def clean(self):
        """Refuse what needs help at once, with whom to call."""
        cleaned = super().clean()
        if self.stopper:
            raise ValidationError(HELP_FIRST[self.stopper])
        return cleaned


class TheirContactsForm(YouForm):
    """Who tells it: somebody with a contact, or nobody."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, person=AnonymousUser(), **kwargs)
        self.fields["how"].label = _("How does the person want to report?")
        self.fields["name"].label = _("Name")
        self.fields["safe_contact"].label = _("How and when is it safe to reach them?")
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


@dataclass(frozen=True)
class Filed:
    """A report that was just written down, with the secret code that is shown this once."""

    report: object
    code: str


class TakenDown:
    """The page: four forms and the photos, with one button. `asked` says what else than filing a button of it wants."""

    def __init__(self, data=None, files=None, *, by):
        self.by = by
        self.kinds = list(Category.objects.offered().filter(stopper=""))
        chosen = (data or {}).get("category", "")
        self.category = next((kind for kind in self.kinds if kind.code == chosen), None)
        self.asked = self._asked(data)
        bound = data if data is not None and not self.asked else None
        shown = {"data": bound, "initial": _typed(data)}
        self.taken = TakenForm(kinds=self.kinds, **shown)
        self.where = TheirPlaceForm(by=by, **shown)
        self.details = TheirDetailsForm(category=self.category or Category(), **shown)
        self.contacts = TheirContactsForm(**shown)
        sent = json.dumps([by.pk, sorted(data.lists())]) if data is not None else ""
        self._sent = hashlib.sha256(sent.encode()).hexdigest()
        self.photos = TheirPhotos(data, files, by=by, sent=self._sent)
        self.forms = (self.taken, self.where, self.details, self.contacts, self.photos.form)

    def _asked(self, data):
        """What the page shows before it files: the places of a name, or the questions of a kind chosen since."""
        if data is None:
            return ""
        if (action := data.get("action")) in ("find", "questions", "photos"):
            return action
        if "remove" in data:
            return "photos"
        unseen = self.category is not None and self.category.questions and data.get("shown") != self.category.code
        return "questions" if unseen else ""

    def __iter__(self):
        """Go through all fields, as the summary of errors does."""
        return (field for form in self.forms for field in form)

    @property
    def errors(self):
        """What has to be mended in its parts; empty unless it was to be filed."""
        return [form.errors for form in self.forms if form.errors]

    @property
    def non_field_errors(self):
        """What has to be mended and belongs to no field."""
        return [error for form in self.forms for error in form.non_field_errors()]

    def is_valid(self):
        """Whether all its parts can be filed."""
        asked = [form for form in self.forms if form is not self.photos.form]
        return self.taken.is_bound and all([form.is_valid() for form in asked]) and not self.photos.form.errors

    @property
    def found(self):
        """The places in one's areas for the name that was typed."""
        q = (self.where["q"].value() or "").strip().replace("\0", "")
        return [entry for entry in places.search(q) if self._is_theirs(entry.area)] if q else []

    @property
    def areas(self):
        """The areas that can be chosen as a whole."""
        return [area for area in places.list_of_areas() if self._is_theirs(area)]

    @property
    def extent(self):
        """What the map opens on: their areas, as [west, south, east, north] in degrees."""
        return places.extent(*self.by.areas_as(*FILING_ROLES))

    def _is_theirs(self, area):
        return self.by.holds(*FILING_ROLES, area=area)

    def file(self):
        """File it, once however often the same page is sent; return what to show.

        Raises DomainError, and FiledAlready for a page that was filed and now says something else.
        """
        draft = self.photos.draft or draft_of_page(self._sent, by=self.by)
        return Filed(*submit_once(draft, self._arguments, sent=self._sent))

    def _arguments(self, _answers):
        taken = self.taken.cleaned_data
        return {
            "category": self.category,
            "area": self.where.area,
            **what_happened(self.where.as_answer(), self.details.as_answer()),
            "identity": identity_of(self.contacts.as_answer()),
            "language": taken["language"],
            "channel": taken["channel"],
            "by": self.by,
        }


def _typed(data):
    """What was typed, as a form shows it again."""
    if data is None:
        return {}
    return data.dict() | {"entry": next(filter(None, data.getlist("entry")), "")}
