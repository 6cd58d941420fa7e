"""No private word, place, name or photo stands on any page for somebody who may not read it.

A distinct secret is planted in each private field; a crawler walks every address that the portal has, as each kind of
reader, in both languages. Twins show that it would find a leak.
"""

import itertools
from types import ModuleType

import pytest
from django.apps import apps
from django.contrib.gis.db import models
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.translation import get_language

from apps.accounts.enums import RoleKind
from apps.events.enums import Audience
from apps.notifications.models import Delivery
from apps.notifications.services import outbox as notifications
from apps.reports.enums import ReportEvent
from apps.reports.map.snapshot.build import build
from apps.reports.models import Report
from apps.reports.receipts import SESSION_KEY
from apps.reports.services.moves import tell
from copportal import urls
from tests.canary.crawl import Crawl, UnknownArgument
from tests.canary.plant import STATUSES, plant
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.reports import make_report

READERS = ("anonymous", "taras", "officer of another area", "holder of another receipt")
FROM_THE_SNAPSHOT = ("anonymous", "taras")  # the map answers the others from the database

# Fields in which a secret is planted.
PLANTED = {
    "reports.Report": {
        *("open_words", "open_answers", "open_place", "open_happened_text", "open_outcome", "sealed_words"),
        *("point", "sealed_identity"),
        *("receipt_hash", "phone_index", "email_index", "source_id", "hold_reason"),
        *("handover_number", "handover_contact", "consent_given_by"),
        *("public_title_uk", "public_title_en", "public_summary_uk", "public_summary_en"),  # until they are public
    },
    "reports.Message": {"open_text", "sealed_text"},
    "reports.EarlierTelling": {"sealed_told"},
    "reports.Referral": {"open_words", "open_answer", "open_moves", "sealed_words", "consent_note"},
    "reports.RegistrationStep": {"number"},
    "reports.Appeal": {"number", "forwarded_to"},
    "reports.ContactOpening": {"reason"},
    "reports.ReleaseRevision": {"title_uk", "title_en", "summary_uk", "summary_en"},
    "reports.Draft": {"token_hash", "sealed_answers"},
    "reports.Support": {"supporter"},
    "attachments.Attachment": {"token", "photo", "thumbnail"},
    "accounts.Person": {"email", "name", "phone"},
    "notifications.Device": {"name", "endpoint_hash", "sealed_subscription"},
    "notifications.Subscriber": {"address_hash", "sealed_email"},
    "notifications.Subscription": {"name", "centre"},
}
# Fields that hold no word of a person.
HARMLESS = {
    "reports.Report": {"reference", "data_key"},
    "reports.ReleaseRevision": {"action"},
    "reports.Draft": {"data_key"},
    "reports.PublicPhoto": {"cells", "boxes"},
    "reports.ResponseTemplate": {"name", "text_uk", "text_en"},  # written by the police, of nobody
    "reports.NamedView": {"name", "query"},  # filters of the police, of nobody
    "reports.RoutingRule": {"question", "answer"},
    "reports.MapVersion": {"file", "seen"},
    "attachments.Attachment": {"content_type"},
    "accounts.Person": {"password", "session_stamp"},
    "notifications.Delivery": {"recipient", "last_error"},
    "notifications.Digest": {"recipient"},
    "notifications.Mute": {"recipient", "subject_type"},
    "notifications.Device": {"data_key"},
    "notifications.Subscriber": {"data_key"},
    "notifications.SuppressedAddress": {"address_hash", "code"},
}
PUBLIC_MODELS = {"reports.Category", "reports.PublicReport"}
WORDED = (models.CharField, models.TextField, models.BinaryField, models.JSONField, models.FileField, models.PointField)


@pytest.fixture(autouse=True)
def _drawn_once(drawn_once):
    """Of what is not found the page is drawn once for each address and language: a crawl asks for hundreds."""
    drawn_once(told_apart=lambda request: (request.resolver_match and request.resolver_match.route, get_language()))


@pytest.fixture
def planted(areas, iryna):
    return plant(areas, iryna)


@pytest.fixture
def few_planted(areas, iryna):
    """Those in one state alone: enough to be found."""
    return plant(areas, iryna, STATUSES[:1])


@pytest.fixture
def reader(areas, taras, client_for):
    """Return `reader(name)`: the client of a reader."""

    def sign_in(name):
        client = Client()
        if name == "taras":
            client = client_for(taras, factor=False)
        elif name == "officer of another area":
            elsewhere = PersonFactory(name="Officer of Stare Misto")
            RoleFactory(person=elsewhere, kind=RoleKind.OFFICER, area=areas.stare_misto)
            client = client_for(elsewhere)
        elif name == "holder of another receipt":
            report = make_report(areas.stare_misto)
            session = client.session
            session[SESSION_KEY] = {
                "report": report.pk,
                "reference": report.reference,
                "until": "2999-01-01T00:00:00+00:00",
            }
            session.save()
        return client

    return sign_in


@pytest.mark.parametrize("name", READERS)
def test_no_secret_is_on_any_page(planted, reader, name):
    if name in FROM_THE_SNAPSHOT:
        build()
    crawl = Crawl(reader(name), planted)

    assert crawl.run() == []
    assert [path for path, status in crawl.statuses.items() if status >= 500] == []
    assert all(crawl.statuses[report.get_absolute_url()] == 404 for report in planted.reports if not report.is_public)
    assert [title for title in planted.public if title not in crawl.text] == []  # it read what everybody may read


def test_an_organisation_reads_what_was_written_for_it_and_nothing_else(planted, areas, client_for):
    body = planted.referrals[0].organisation
    role = RoleFactory(kind=RoleKind.AUTHORITY, area=areas.hromada, organisation=body)
    crawl = Crawl(client_for(role.person), planted, under="/desk/referrals/", once=True)

    found = {leak.partition(": ")[2] for leak in crawl.run()}

    assert found == {"words of a referral", "answer to a referral"}


def test_no_secret_is_in_any_mail(planted, settings, police, duty_unit, iryna, bohdan):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    police.email = "unit@vyshnehrad.example"
    police.save()
    _all_that_can_happen(planted, iryna, bohdan)
    notifications.fan_out()
    notifications.deliver_due(limit=10_000)

    assert len(mail.outbox) > 100
    assert not Delivery.objects.exclude(state="sent").exclude(last_error="not wanted").exists()
    leaks = []
    for letter in mail.outbox:
        head = {name: value for name, value in letter.message().items() if name != "To"}
        bodies = [letter.body, *(content for content, _kind in letter.alternatives)]
        leaks += planted.found_in(f"{letter.subject} {head} {' '.join(bodies)}")
    assert leaks == []


def _all_that_can_happen(planted, iryna, bohdan):
    """Record an event of every name for some reports, as the services do."""
    names = [value for name, value in vars(ReportEvent).items() if not name.startswith("_")]
    for report, name in itertools.product(planted.samples, names):
        data = {"day": "2026-04-24"} if name == ReportEvent.NEXT_NEWS else {}
        if name == ReportEvent.REGISTERED:
            data["state"] = "recorded"
        audience = Audience.INTERNAL if name in (ReportEvent.NOTED, ReportEvent.ASSIGNED) else Audience.REPORTER
        tell(report, name, by=bohdan if name != ReportEvent.REPLIED else None, audience=audience, **data)


def test_every_worded_field_is_planted_or_known_to_be_harmless():
    unknown = []
    for label in ("reports", "attachments", "notifications"):
        for model in apps.get_app_config(label).get_models():
            unknown += _unknown_fields(model)
    unknown += _unknown_fields(apps.get_model("accounts.Person"))

    assert unknown == []


def _unknown_fields(model):
    name = model._meta.label
    if name in PUBLIC_MODELS:
        return []
    worded = {field.name for field in model._meta.concrete_fields if isinstance(field, WORDED) and not field.choices}
    return sorted(f"{name}.{field}" for field in worded - PLANTED.get(name, set()) - HARMLESS.get(name, set()))


# -- twins: what the canary would say of a leak ----------------------------------------------------------------------


def leaking_words(request, reference):
    """A page that prints the reporter's words to anybody."""
    return HttpResponse(Report.objects.get(reference=reference).words)


def leaking_place(request):
    """An answer with exact places."""
    return HttpResponse(" ".join(report.point.json for report in Report.objects.all()), content_type="text/plain")


def leaking_header(request):
    """A page that is clean but for a header."""
    answer = HttpResponse("")
    answer["X-Place"] = Report.objects.first().place
    return answer


def hiding_page(request):
    """A page that only links to a leak."""
    return HttpResponse('<a href="/leak/places/?all=1">more</a>', content_type="text/html")


def leaking_if_asked(request):
    """A leak that stands only behind a query."""
    return leaking_place(request) if "all" in request.GET else HttpResponse("")


def urlconf(*patterns):
    """The portal's addresses with some more."""
    module = ModuleType("leaking_urls")
    vars(module).update(vars(urls), urlpatterns=[*patterns, *urls.urlpatterns])
    return module


@pytest.mark.parametrize(
    ("patterns", "where"),
    [
        ([path("leak/<str:reference>/", leaking_words)], "words, "),
        ([path("leak/", leaking_place)], "exact place, "),
        ([path("leak/", leaking_header)], "place in words, "),
        ([path("leak/", hiding_page), path("leak/places/", leaking_if_asked)], "exact place, "),
    ],
    ids=["words", "place", "header", "behind a link"],
)
def test_canary_finds_a_planted_leak(few_planted, settings, patterns, where):
    settings.ROOT_URLCONF = urlconf(*patterns)

    leaks = Crawl(Client(), few_planted, under="/leak/", once=True).run()

    assert any(where in leak for leak in leaks)


def test_canary_refuses_an_address_that_it_cannot_fill(few_planted, settings):
    settings.ROOT_URLCONF = urlconf(path("leak/<int:riddle>/", leaking_place))

    with pytest.raises(UnknownArgument, match="riddle"):
        Crawl(Client(), few_planted).run()


def test_canary_sees_what_the_reporter_themselves_may_read(planted, client_for):
    crawl = Crawl(client_for(planted.reporter, factor=False), planted, under="/reports/", once=True)

    found = {leak.partition(": ")[2].partition(",")[0] for leak in crawl.run()}

    assert {
        "words",
        "first words",
        "answer",
        "reply",
        "photo",
        "record number",
        "appeal number",
        "reason",
        "when in words",
    } <= found
    assert not found & {"internal message", "photo of a note", "exact place", "supporter", "investigator"}
