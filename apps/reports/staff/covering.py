"""What an officer covers of a photo before everybody sees it: boxes drawn over it, and fields of a grid.

Each is a tick that needs no script; drawing a box does.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.reports.services.photos import COLUMNS, MOST_BOXES, ROWS
from apps.reports.staff.forms import ReportForm


class BoxesField(forms.Field):
    """Boxes as "left,top,right,bottom", shares of width and height; cleans to tuples of numbers."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        """Return the boxes; raises ValidationError for one that does not lie on the photo, and for too many."""
        if len(value or ()) > MOST_BOXES:
            raise forms.ValidationError(_("%(most)s boxes are the most. Draw larger ones.") % {"most": MOST_BOXES})
        try:
            boxes = [tuple(float(share) for share in text.split(",")) for text in value or ()]
            lie_on_it = all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in boxes)
        except ValueError:
            lie_on_it = False
        if not lie_on_it:
            raise forms.ValidationError(_("A box lies beside the photo. Draw it again."))
        return boxes


class CoverForm(ReportForm):
    """The covered fields of one photo, as "row-column" from 0, and the boxes drawn over it."""

    auto_id_pattern = "id_cover_%s"
    cells = forms.MultipleChoiceField(required=False, label=gettext_lazy("What is covered"))
    boxes = BoxesField(required=False, label=gettext_lazy("Boxes that you drew"))
    looked = forms.BooleanField(
        label=gettext_lazy("No face, number plate, house number or name can be read, and no child can be recognised"),
        error_messages={"required": gettext_lazy("Look at every person, car and door, then tick this.")},
    )

    def __init__(self, *args, photo, **kwargs):
        covered = getattr(photo, "public", None)
        cells, boxes = (covered.cells, covered.boxes) if covered else ((), ())
        initial = {
            "cells": [f"{row}-{column}" for row, column in cells],
            "boxes": [",".join(f"{share:.4f}" for share in box) for box in boxes],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["cells"].choices = [(f"{row}-{column}", "") for row in range(ROWS) for column in range(COLUMNS)]

    @property
    def values(self):
        """The fields as [(row, column)], and the boxes."""
        cells = [tuple(map(int, cell.split("-"))) for cell in self.cleaned_data["cells"]]
        return {"cells": cells, "boxes": self.cleaned_data["boxes"]}

    def drawn(self):
        """Return the boxes as they are drawn: {"value", "left", "top", "width", "height"}, shares as text."""
        field = self.fields["boxes"]
        try:
            boxes = field.clean(self["boxes"].value())
        except forms.ValidationError:
            return []
        return [
            {
                "value": ",".join(f"{share:.4f}" for share in (left, top, right, bottom)),
                "left": f"{left:.4f}",
                "top": f"{top:.4f}",
                "width": f"{right - left:.4f}",
                "height": f"{bottom - top:.4f}",
            }
            for left, top, right, bottom in boxes
        ]

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
