"""What people say about how they are told; no side effects."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import GazetteerEntry
from apps.areas.selectors import search_places
from apps.core.forms import HumanForm
from apps.notifications.enums import Pace
from apps.notifications.models import Preference
from apps.reports.models import Category

RADII = (300, 500, 750, 1000, 1500, 2000, 3000)  # metres
BY_MAIL = [(pace.value, capfirst(pace.label)) for pace in (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY)]
WITH_INBOX = [*BY_MAIL, (Pace.OFF.value, _("In the portal alone, no e-mail"))]


class LettersForm(forms.Form):
    """Whose mail is shown."""

    hide_optional = True

    to = forms.CharField(label=_("Address, or a part of it"), max_length=200, required=False)


class PaceField(forms.ChoiceField):
    """How often; at once when a form was sent without it."""

    def __init__(self):
        super().__init__(label=_("How often"), choices=WITH_INBOX, initial=Pace.AT_ONCE)

    def clean(self, value):
        """The chosen pace."""
        return Pace(super().clean(value or self.initial))


class PaceForm(forms.Form):
    """How often somebody hears of one thing."""

    pace = PaceField()

    def __init__(self, *args, by_mail=False, **kwargs):
        super().__init__(*args, **kwargs)
        if by_mail:
            self.fields["pace"].choices = BY_MAIL


class TopicsField(forms.ModelMultipleChoiceField):
    """The groups of categories; none chosen means all."""

    def __init__(self):
        super().__init__(
            Category.objects.filter(parent=None, is_active=True).order_by("position", "pk"),
            label=_("About what"),
            help_text=_("Choose nothing to hear of everything."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class FollowReportForm(PaceForm):
    """Follow one report."""

    def what(self, report):
        """The thing followed, as the services take it."""
        return {"report": report}


class FollowAreaForm(PaceForm):
    """Follow an area."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"] = TopicsField()

    def what(self, area):
        """The thing followed, as the services take it."""
        return {"area": area, "topics": self.cleaned_data["topics"]}


class FollowCircleForm(FollowAreaForm):
    """Follow what happens around a point: a place found by name, or a pin on the map."""

    place = forms.CharField(label=_("Street, address or place"), max_length=120, required=False)
    entry = forms.CharField(max_length=80, required=False)
    lon = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=-85, max_value=85, required=False, widget=forms.HiddenInput)
    radius = forms.TypedChoiceField(
        label=_("How far around"),
        coerce=int,
        choices=lambda: [(metres, gettext("%(metres)s m") % {"metres": metres}) for metres in RADII],
        initial=500,
    )
    name = forms.CharField(
        label=_("What you call it"), help_text=_("For example: home, school."), max_length=60, required=False
    )

    field_order = ("place", "entry", "lon", "lat", "radius", "name", "topics", "pace")
    found = ()
    middle = None  # where it stays when no other place is named

    def clean(self):
        """Find the middle: the pin, the place chosen among those found, or the only place of that name."""
        cleaned = super().clean()
        if {"lon", "lat"} & set(self.errors):
            raise ValidationError(
                {"place": _("The pin has no place on the map. Set it again, or find the place by name.")}
            )
        if cleaned.get("lon") is not None and cleaned.get("lat") is not None:
            self.centre = (cleaned["lon"], cleaned["lat"])
            return cleaned
        if self.middle and not cleaned.get("place") and not cleaned.get("entry"):
            self.centre = self.middle
            return cleaned
        entry = GazetteerEntry.objects.filter(code=cleaned.get("entry") or None).first()
        if entry is None:
            self.found = search_places(cleaned.get("place", ""))
            if len(self.found) != 1:
                raise ValidationError({"place": self._unclear()})
            entry = self.found[0]
        self.centre = entry.point.coords
        cleaned["name"] = cleaned.get("name") or entry.name[: self.fields["name"].max_length]
        return cleaned

    def _unclear(self):
        if self.found:
            return _("Several places have this name. Choose one of them.")
        return _("Nothing found under this name. Try the street alone, or set the pin on the map.")

    def what(self, _nothing=None):
        """The thing followed, as the services take it."""
        chosen = {name: self.cleaned_data[name] for name in ("radius", "name", "topics")}
        return {"centre": self.centre, **chosen}


class CircleForm(FollowCircleForm):
    """Move, resize or rename a circle that is followed."""

    def __init__(self, *args, circle, **kwargs):
        initial = {"radius": circle.radius, "name": circle.name, "topics": circle.topics.all()}
        super().__init__(*args, initial=initial, **kwargs)
        self.middle = circle.centre.coords
        del self.fields["pace"]
        self.fields["place"].help_text = _("Leave it empty if the circle stays where it is.")


class ByMail(HumanForm):
    """Added to a form for somebody without an account: where mail goes."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("A mail asks you to confirm it. The address serves for nothing else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, by_mail=True, **kwargs)


class FollowReportByMailForm(ByMail, FollowReportForm):
    """Follow one report without an account."""


class FollowAreaByMailForm(ByMail, FollowAreaForm):
    """Follow an area without an account."""


class FollowCircleByMailForm(ByMail, FollowCircleForm):
    """Follow a circle without an account."""

    field_order = ("place", "entry", "lon", "lat", "radius", "name", "topics", "pace", "email")


class PreferenceForm(forms.ModelForm):
    """How a person wants to be told."""

    class Meta:
        model = Preference
        fields = (
            "reports_pace",
            "work_pace",
            "quiet_from",
            "quiet_until",
            "reports_push",
            "work_push",
            "followed_push",
        )
        help_texts = {
            "work_pace": _("Crime reports that wait to be registered are told at once, whatever you choose."),
            "quiet_from": _("Mail waits until these hours are over. Leave both empty for none."),
        }
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("reports_pace", "work_pace"):
            if name in self.fields:
                self.fields[name].choices = WITH_INBOX
        if not self.instance.person.is_desk_staff:
            del self.fields["work_pace"], self.fields["work_push"]

    def clean(self):
        """Quiet hours have two ends or none."""
        cleaned = super().clean()
        ends = [cleaned.get("quiet_from"), cleaned.get("quiet_until")]
        if ends.count(None) == 1 and not self.errors:
            name = "quiet_from" if ends[0] is None else "quiet_until"
            raise ValidationError({name: _("Say both when the quiet hours begin and when they end, or neither.")})
        if ends[0] is not None and ends[0] == ends[1]:
            raise ValidationError(
                {"quiet_until": _("They end when they begin. Choose another hour, or leave both empty.")}
            )
        return cleaned


class DeviceForm(forms.Form):
    """What a browser says of its push service."""

    name = forms.CharField(max_length=60)
    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{87}=?$")
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{22}=*$")
