"""What in words for everybody may point to somebody: marked for their writer, who mends it or says that it may stay."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.reports.redaction import Kind, findings, parts

KIND_WORDS = {
    Kind.EMAIL: gettext_lazy("e-mail address"),
    Kind.PHONE: gettext_lazy("phone number"),
    Kind.PLATE: gettext_lazy("number plate of a car"),
    Kind.ADDRESS: gettext_lazy("address of a house"),
    Kind.FLAT: gettext_lazy("flat or entrance"),
    Kind.NAME: gettext_lazy("perhaps a name"),
}


class MarkingMixin:
    """A form of words for everybody: what is marked in them comes back once, and passes when it is ticked.

    A form says in `public_texts()` which of its texts everybody would read. A tick holds the very words, so that what
    is written meanwhile is marked in its turn. Words for fewer than everybody say in `question` who reads them, and
    in `marked_kinds` what may not stand in them unasked.
    """

    question = gettext_lazy("What of this may everybody read?")
    marked_kinds = frozenset(Kind)

    def clean(self):
        """Ask about each marked passage that was not ticked."""
        cleaned = super().clean()
        marked = {finding.words: finding.kind for text in self.public_texts() for finding in self.found_in(text)}
        if marked:
            self.fields["kept"] = forms.MultipleChoiceField(
                label=self.question,
                help_text=_("Take out whatever points to a person, or tick what names nobody."),
                choices=[
                    (words, _("“%(words)s”, %(kind)s") % {"words": words, "kind": KIND_WORDS[kind]})
                    for words, kind in marked.items()
                ],
                widget=forms.CheckboxSelectMultiple,
            )
            if not marked.keys() <= set(self.data.getlist(self.add_prefix("kept"))):
                self.add_error(
                    "kept", _("These words may point to somebody. Mend them in the text, or tick what may stay.")
                )
        return cleaned

    def found_in(self, text):
        """Return the `Finding`s of one text."""
        return [found for found in findings(text, known=self._known) if found.kind in self.marked_kinds]

    def marked(self, text):
        """Return a text as [(words, what they may be)] in its order, None for words that point to nobody."""
        return [(words, kind and KIND_WORDS[kind]) for words, kind in parts(text, self.found_in(text))]

    @cached_property
    def areas_of_report(self):
        """The report's area with all above it."""
        return self.report.area.lineage()

    @cached_property
    def _known(self):
        """Names of the report that everybody may know: its areas, approximate place, kind and organisations."""
        report = self.report
        things = [*self.areas_of_report, report.category, report.category.parent]
        things += [report.snap_point, report.public_place, report.organisation, report.referred_to]
        return [getattr(thing, f"name_{code}") for thing in things if thing is not None for code in ("uk", "en")]
