"""The composer: words for the reporter, for the colleagues or for everybody, perhaps begun with a template."""

from functools import partial

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from apps.attachments.forms import PhotosField
from apps.core.forms import LongSelect
from apps.core.patterns import Pattern
from apps.reports.enums import MessageAudience
from apps.reports.selectors import police_who_read, templates_for
from apps.reports.staff.forms import ReportForm, words_field
from apps.reports.staff.marking import MarkingMixin
from apps.reports.staff.mentions import UnknownColleague, mentioned_in
from apps.reports.staff.placeholders import fill_for, unfilled_in

AUTO_ID = "id_write_%s"
BEGIN = gettext_lazy("Begin with a template…")
NAMED = 12  # colleagues whose names stand below a note


class WordsForm(forms.Form):
    """What is written and to whom: the part of the composer that is the same for every report."""

    audience = forms.ChoiceField(label=gettext_lazy("Who reads it"), widget=forms.RadioSelect)
    text = words_field(
        pgettext_lazy("composer", "Your words"), required=gettext_lazy("Write what you want to say, then send it.")
    )
    photos = PhotosField(max_photos=3, label=gettext_lazy("Attach photos"), help_text="")

    def __init__(self, *args, is_public, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            MessageAudience.REPORTER: pgettext("composer", "To the reporter"),
            MessageAudience.INTERNAL: pgettext("composer", "Internal note"),
            MessageAudience.PUBLIC: pgettext("composer", "Public update"),
        }
        if not is_public:
            del labels[MessageAudience.PUBLIC]
        self.fields["audience"].choices = [(audience.value, words) for audience, words in labels.items()]
        self.initial.setdefault("audience", MessageAudience.REPORTER.value)


class MessageForm(MarkingMixin, WordsForm, ReportForm):
    """Words for one of three audiences; who reads them stands below the field."""

    auto_id_pattern = AUTO_ID
    template = forms.ChoiceField(label=gettext_lazy("Template"), required=False, widget=LongSelect)

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, is_public=report.is_public, report=report, **kwargs)
        self.fields["template"].choices = lambda: _options(self.templates)

    def with_template(self):
        """Return the form as it is after a template was chosen: its words below what was typed, nothing sent yet."""
        typed = self["text"].value() or ""
        chosen = self["template"].value() or ""
        template = next((template for template in self.templates if str(template.pk) == chosen), None)
        text = "\n\n".join(words for words in (typed.strip(), template and fill_for(self.report, template)) if words)
        initial = {"audience": self["audience"].value(), "text": text, "version": self["version"].value()}
        return type(self)(report=self.report, by=self.by, initial=initial)

    def clean(self):
        """Refuse photos for everybody, which are decided one by one with the release; find whom a note names."""
        cleaned = super().clean()
        if cleaned.get("audience") == MessageAudience.PUBLIC and cleaned.get("photos"):
            self.add_error("photos", _("A public update has no photos. Take them out, or write to the reporter."))
        if cleaned.get("audience") != MessageAudience.INTERNAL and (left := unfilled_in(cleaned.get("text", ""))):
            self.add_error(
                "text", _("%(placeholder)s still stands there: write what is meant.") % {"placeholder": left}
            )
        if cleaned.get("audience") == MessageAudience.INTERNAL:
            try:
                cleaned["mentioned"] = mentioned_in(cleaned.get("text", ""), self.colleagues)
            except UnknownColleague as unknown:
                self.add_error("text", str(unknown))
        return cleaned

    @cached_property
    def templates(self):
        """The response templates with which the words may begin."""
        return templates_for(self.report)

    @cached_property
    def colleagues(self):
        """Who can be mentioned in a note: whoever else may read it."""
        return _colleagues(self.report, self.by)

    def public_texts(self):
        """The words of a public update; all others are for the police and the reporter."""
        is_public = self.cleaned_data.get("audience") == MessageAudience.PUBLIC
        return [self.cleaned_data.get("text", "")] if is_public else []

    def shown(self):
        """The words as everybody would read them, `marked`."""
        return self.marked(self.data.get("text", ""))


# One in which nothing was written yet is drawn once for all reports that are alike; the template makes its fields.
_EMPTY = {is_public: partial(WordsForm, is_public=is_public, auto_id=AUTO_ID) for is_public in (True, False)}
_PATTERN = Pattern("reports/staff/_composer.html", ("address", "csrf_token", "version", "template", "colleagues"))


def drawn(report, *, by, query, csrf_token, form=None):
    """Return the composer of a report as HTML: a `MessageForm` that was begun, or an empty one."""
    templates = form.templates if form else templates_for(report)
    colleagues = (form.colleagues if form else _colleagues(report, by))[:NAMED]
    words = {
        "address": f"{reverse('reports_staff:write', args=[report.reference])}?{query}",
        "csrf_token": csrf_token,
        "version": (form and form["version"].value()) or report.version,
        "template": _select(templates, form["template"].value() if form else ""),
        "colleagues": format_html_join(", ", '<span class="mention">@{}</span>', ((person,) for person in colleagues)),
    }
    alike = {
        "has_templates": bool(templates),
        "has_colleagues": bool(colleagues),
        "is_public": report.is_public,
        "is_anonymous": report.is_anonymous,
        "is_open": report.is_open,
    }
    if form:
        return render_to_string(_PATTERN.template, words | alike | {"composer": form})
    return _PATTERN.fill(words, composer=_EMPTY[report.is_public], **alike)


def _colleagues(report, by):
    return [person for person in police_who_read(report) if person.pk != by.pk]


def _options(templates):
    return [("", BEGIN), *((str(template.pk), str(template)) for template in templates)]


def _select(templates, chosen):
    if not templates:
        return ""
    select = LongSelect({"class": "form-select"}, _options(templates))
    return select.render("template", chosen, {"id": AUTO_ID % "template"})
