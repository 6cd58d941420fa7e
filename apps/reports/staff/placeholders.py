"""Placeholders of response templates: what may stand in curly brackets, and what takes its place."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from apps.core import dates

PLACEHOLDERS = {
    "reference": gettext_lazy("the number of the report"),
    "area": gettext_lazy("the area of the report"),
    "unit": gettext_lazy("the unit that answers for it"),
    "next_news": gettext_lazy("the day by which news is promised"),
}
_BRACKETS = re.compile(r"\{([^{}]*)\}")


def what_is_broken(text):
    """Return a sentence about what cannot be filled in a template, or ""."""
    for name in _BRACKETS.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
            return _("{%(name)s} is no placeholder. There are these: %(known)s.") % {"name": name, "known": known}
    if re.search(r"[{}]", _BRACKETS.sub("", text)):
        return _("A curly bracket stands alone. A placeholder has one on each side: {reference}.")
    return ""


def unfilled_in(text):
    """Return the first placeholder that still stands in words that are to be sent, or ""."""
    return next((f"{{{name}}}" for name in _BRACKETS.findall(text) if name in PLACEHOLDERS), "")


def fill(text, *, language, reference, area, unit=None, next_news_on=None):
    """Return a text with its placeholders filled in a language ("uk", "en").

    One for which nothing is known yet stays as it is, for the writer to fill.
    """
    with override(language):
        day = dates.date_in_words(next_news_on, zone=area.zone) if next_news_on else None
        values = {
            "reference": reference,
            "area": getattr(area, f"name_{language}") or str(area),
            "unit": (getattr(unit, f"name_{language}") or str(unit)) if unit else None,
            "next_news": day,
        }
    return _BRACKETS.sub(lambda match: values.get(match[1]) or match[0], text)


def fill_for(report, template):
    """Return the text of a template for a report, in the language of its reporter where it has one."""
    text, language = template.text_in(report.language)
    return fill(
        text,
        language=language,
        reference=report.reference,
        area=report.area,
        unit=report.organisation,
        next_news_on=report.next_news_on,
    )
