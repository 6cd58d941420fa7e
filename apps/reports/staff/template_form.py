"""What a supervisor or administrator writes of a response template, and how it would read."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.reports.enums import Status
from apps.reports.models import Category, ResponseTemplate
from apps.reports.querysets import TEMPLATE_KEEPERS
from apps.reports.staff.placeholders import PLACEHOLDERS, fill, what_is_broken

EXAMPLE_REFERENCE, EXAMPLE_NEWS = "KV47-RM93", timedelta(days=7)


class ResponseTemplateForm(forms.ModelForm):
    """A template of an area that its writer keeps; a placeholder that cannot be filled is refused."""

    hide_optional = True

    class Meta:
        model = ResponseTemplate
        fields = ["name", "area", "category", "status", "text_uk", "text_en"]
        labels = {
            "name": pgettext_lazy("of a thing", "Name"),
            "area": gettext_lazy("Where it is offered"),
            "category": gettext_lazy("For which kind"),
            "status": gettext_lazy("In which state"),
            "text_uk": gettext_lazy("Text in Ukrainian"),
            "text_en": gettext_lazy("Text in English"),
        }
        widgets = {"text_uk": forms.Textarea(attrs={"rows": 6}), "text_en": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"name": {"required": gettext_lazy("Give it a name: officers choose by it.")}}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        areas = Area.objects.within_any(by.areas_as(*TEMPLATE_KEEPERS)).defer("boundary")
        self.fields["area"].queryset = areas
        self.fields["area"].empty_label = None
        self.fields["name"].help_text = _("Officers choose by it; nobody else reads it.")
        self.fields["category"].queryset = Category.objects.order_by("position", "pk")
        self.fields["category"].empty_label = _("any kind")
        self.fields["status"].choices = [("", _("any state")), *Status.choices]
        self.fields["text_uk"].help_text = ", ".join(f"{{{name}}}: {about}" for name, about in PLACEHOLDERS.items())

    def clean_text_uk(self):
        """Refuse a broken placeholder."""
        return self._whole("text_uk")

    def clean_text_en(self):
        """Refuse a broken placeholder."""
        return self._whole("text_en")

    def clean(self):
        """Ask for words in at least one language."""
        cleaned = super().clean()
        if not self.errors and not (cleaned["text_uk"] or cleaned["text_en"]):
            self.add_error("text_uk", _("Write the text in at least one language."))
        return cleaned

    def shown(self):
        """Return how it would read for an invented report of its area, as [(language, text)]."""
        read = {name: self[name].value() or "" for name in ("text_uk", "text_en")}
        area = self.fields["area"].queryset.filter(pk=self["area"].value() or 0).first()
        if area is None:
            return []
        unit = Organisation.objects.filter(areas__in=area.lineage()).order_by("kind", "pk").first()
        example = {
            "reference": EXAMPLE_REFERENCE,
            "area": area,
            "unit": unit,
            "next_news_on": timezone.localdate(timezone=area.zone) + EXAMPLE_NEWS,
        }
        return [
            (code, fill(text, language=code, **example))
            for code in ("uk", "en")
            if (text := read[f"text_{code}"].strip())
        ]

    def _whole(self, name):
        text = self.cleaned_data[name].strip()
        if sentence := what_is_broken(text):
            raise forms.ValidationError(sentence)
        return text
