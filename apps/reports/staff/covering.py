"""What an officer covers of a photo before everybody sees it: fields of a grid, each a tick that needs no script."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.reports.services.photos import COLUMNS, ROWS
from apps.reports.staff.forms import ReportForm


class CoverForm(ReportForm):
    """The covered fields of one photo, as "row-column" from 0."""

    auto_id_pattern = "id_cover_%s"
    cells = forms.MultipleChoiceField(required=False, label=gettext_lazy("What is covered"))
    looked = forms.BooleanField(
        label=gettext_lazy("No face, number plate, house number or name can be read, and no child can be recognised"),
        error_messages={"required": gettext_lazy("Look at every person, car and door, then tick this.")},
    )

    def __init__(self, *args, photo, **kwargs):
        covered = getattr(photo, "public", None)
        initial = {"cells": [f"{row}-{column}" for row, column in covered.cells] if covered else []}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["cells"].choices = [(f"{row}-{column}", "") for row in range(ROWS) for column in range(COLUMNS)]

    @property
    def values(self):
        """The fields as [(row, column)]."""
        return {"cells": [tuple(map(int, cell.split("-"))) for cell in self.cleaned_data["cells"]]}

    def grid(self):
        """Return the fields row by row: {"value", "label", "covered"}."""
        chosen = set(self["cells"].value() or ())
        return [
            [
                {
                    "value": f"{row}-{column}",
                    "label": _("row %(row)s, column %(column)s") % {"row": row + 1, "column": column + 1},
                    "covered": f"{row}-{column}" in chosen,
                }
                for column in range(COLUMNS)
            ]
            for row in range(ROWS)
        ]
