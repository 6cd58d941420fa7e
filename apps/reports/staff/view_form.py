"""What an officer says of a view of the queue when they keep it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.accounts.enums import RoleKind
from apps.areas.models import Area
from apps.reports.models import NamedView


class NamedViewForm(forms.ModelForm):
    """Its name and, from a supervisor, with whom it is shared."""

    hide_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = NamedView
        fields = ["name", "area"]
        labels = {"name": pgettext_lazy("of a thing", "Name"), "area": gettext_lazy("Who finds it above the queue")}
        error_messages = {"name": {"required": gettext_lazy("Give it a name: it stands above the queue.")}}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        areas = by.areas_as(RoleKind.SUPERVISOR)
        if not areas:
            del self.fields["area"]
            return
        self.fields["area"].queryset = Area.objects.within_any(areas).defer("boundary")
        self.fields["area"].empty_label = _("only me")
        self.fields["area"].label_from_instance = lambda area: _("the police of %(area)s") % {"area": area}

    def renew(self, view):
        """Keep what was typed, now meant for the view as it stands after somebody else changed it."""
        self.data = self.data.copy()
        self.data["version"] = view.version

    def validate_constraints(self):
        """Left to the service: it alone knows whose the view becomes."""
