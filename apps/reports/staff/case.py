"""The case of a report on paper: what its page at the desk shows, as a PDF without anybody's contacts."""

import threading
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from apps.reports.models import ReportPhoto
from apps.reports.selectors import answers_in_words
from apps.reports.staff.thread import thread_of

STATIC = Path(settings.BASE_DIR) / "static"
STYLES = STATIC / "css" / "case.css"
# The only files that a case may read besides its own photos.
FONTS = {font.as_uri(): font for font in sorted((STATIC / "vendor" / "manrope").glob("*.woff2"))}

# The libraries that set the text keep state of their own: one case at a time in a process.
_one_at_a_time = threading.Lock()


class NotOfTheCase(ValueError):
    """The document asked for something that is neither a font of ours nor a photo of the report."""


def case_as_html(report, *, by):
    """Return the case as HTML in the present language; photos are addressed as `photo:<number>`."""
    context = {
        "report": report,
        "told": report.words,
        "answers": answers_in_words(report.category, report.answers),
        "photos": report.own_photos,
        "steps": report.registration_steps.all(),
        "referrals": report.referrals.all(),
        "openings": report.contact_openings.all(),
        "thread": thread_of(report),
        "by": by,
        "now": timezone.now(),
    }
    return render_to_string("reports/staff/case.html", context)


def case_as_pdf(report, *, by, **options):
    """Return the bytes of the case as PDF. Nothing is fetched from anywhere: a foreign address draws nothing.

    `options` are those of WeasyPrint's `write_pdf`.
    """
    # Imported here: it loads its libraries and half a second of modules, which no other page needs.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher(report)
    with _one_at_a_time:
        fonts = FontConfiguration()
        styles = CSS(string=STYLES.read_text(), base_url=STYLES.as_uri(), url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=case_as_html(report, by=by), url_fetcher=fetcher)
        return page.write_pdf(stylesheets=[styles], font_config=fonts, **options)


def _fetcher(report):
    """Return what gets the document its fonts and photos, and nothing else from anywhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class CaseFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url in FONTS:
                return URLFetcherResponse(url, FONTS[url].read_bytes(), {"Content-Type": "font/woff2"})
            scheme, _colon, number = url.partition(":")
            if scheme != "photo" or not number.isdecimal():
                raise NotOfTheCase(url)
            shown = ReportPhoto.objects.select_related("attachment").get(report=report, pk=number).attachment
            with shown.thumbnail.open() as file:
                return URLFetcherResponse(url, file.read(), {"Content-Type": shown.content_type})

    return CaseFetcher()
