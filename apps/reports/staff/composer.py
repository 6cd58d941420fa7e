"""The composer: words for the reporter, for the colleagues or for everybody, perhaps begun with a template."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from apps.attachments.forms import PhotosField
from apps.reports.enums import MessageAudience
from apps.reports.models import ResponseTemplate
from apps.reports.selectors import police_who_read
from apps.reports.staff.forms import ReportForm, words_field
from apps.reports.staff.marking import MarkingMixin
from apps.reports.staff.mentions import UnknownColleague, mentioned_in
from apps.reports.staff.placeholders import fill_for, unfilled_in


class MessageForm(MarkingMixin, ReportForm):
    """Words for one of three audiences; who reads them stands below the field."""

    auto_id_pattern = "id_write_%s"
    audience = forms.ChoiceField(label=gettext_lazy("Who reads it"), widget=forms.RadioSelect)
    text = words_field(
        pgettext_lazy("composer", "Your words"), required=gettext_lazy("Write what you want to say, then send it.")
    )
    template = forms.ModelChoiceField(
        ResponseTemplate.objects.none(),
        label=gettext_lazy("Template"),
        empty_label=gettext_lazy("Begin with a template…"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    photos = PhotosField(max_photos=3, label=gettext_lazy("Attach photos"), help_text="")

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        labels = {
            MessageAudience.REPORTER: pgettext("composer", "To the reporter"),
            MessageAudience.INTERNAL: pgettext("composer", "Internal note"),
            MessageAudience.PUBLIC: pgettext("composer", "Public update"),
        }
        if not report.is_public:
            del labels[MessageAudience.PUBLIC]
        self.fields["audience"].choices = [(audience.value, words) for audience, words in labels.items()]
        self.fields["template"].queryset = ResponseTemplate.objects.offered_for(report)
        self.initial.setdefault("audience", MessageAudience.REPORTER.value)

    def with_template(self):
        """Return the form as it is after a template was chosen: its words below what was typed, nothing sent yet."""
        typed = self["text"].value() or ""
        chosen = self["template"].value() or ""
        template = self.fields["template"].queryset.filter(pk=chosen).first() if chosen.isdecimal() else None
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
    def colleagues(self):
        """Who can be mentioned in a note: whoever else may read it."""
        return list(police_who_read(self.report).exclude(pk=self.by.pk))

    def public_texts(self):
        """The words of a public update; all others are for the police and the reporter."""
        is_public = self.cleaned_data.get("audience") == MessageAudience.PUBLIC
        return [self.cleaned_data.get("text", "")] if is_public else []

    def shown(self):
        """The words as everybody would read them, `marked`."""
        return self.marked(self.data.get("text", ""))
