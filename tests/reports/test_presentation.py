"""How reports read on pages."""

import pytest
from django.utils import translation

from apps.core.templatetags import look
from apps.reports import presentation
from apps.reports.categories import CATEGORIES, GROUPS
from apps.reports.enums import ReportEvent, Status
from apps.reports.models import PublicReport
from apps.reports.services.conversation import ask_reporter
from apps.reports.services.referral import refer_report
from apps.reports.services.release import release_report
from apps.reports.services.triage import acknowledge_report, decline_report, resolve_report
from tests.factories.reports import make_report


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def names():
    return [value for name, value in vars(ReportEvent).items() if not name.startswith("_")]


def test_every_status_and_event_has_a_look():
    assert set(presentation.STATUS_LOOK) == set(Status)
    assert set(presentation.EVENT_LOOK) == set(names())


def test_every_icon_of_states_events_and_categories_is_drawn():
    icons = {icon for icon, _ in presentation.STATUS_LOOK.values()}
    icons |= {str(icon) for icon, _ in presentation.EVENT_LOOK.values()}
    icons |= {category["icon"] for category in CATEGORIES} | {icon for _code, _name, icon in GROUPS}

    assert icons <= look.icon_names()


def test_stops_of_a_new_report_promise_the_first_answer(areas):
    stops = presentation.stops_of(make_report(areas.zarichchia))

    assert [(stop["state"], stop["word"]) for stop in stops] == [
        ("now", "Received"),
        ("ahead", "First answer"),
        ("ahead", "In progress"),
        ("ahead", "Solved"),
        ("ahead", "Closed"),
    ]


def test_stops_of_a_report_with_the_council_name_it(areas, iryna, council):
    report = make_report(areas.zarichchia)
    acknowledge_report(report, by=iryna)
    refer_report(report, by=iryna, organisation=council, words="Two lamps by the stairs")

    assert [(stop["state"], stop["word"]) for stop in presentation.stops_of(report)][2] == ("now", "With the council")


def test_a_question_waits_for_its_reader_on_the_reporters_page_and_for_the_reporter_elsewhere(areas, iryna):
    report = make_report(areas.zarichchia)
    ask_reporter(report, by=iryna, text="Which stairs?")

    assert [stop["word"] for stop in presentation.stops_of(report) if stop["state"] == "now"] == ["Waiting for you"]
    assert [presentation.state_of(report, own=own)[0] for own in (True, False)] == [
        "Waiting for you",
        "Waiting for the reporter",
    ]


def test_stops_of_a_declined_report_end_there(areas, iryna):
    report = make_report(areas.zarichchia)
    decline_report(report, by=iryna, reason="Nothing found.")

    assert presentation.stops_of(report)[-1] == {"state": "now", "word": "Closed without action", "note": ""}


def test_owed_stands_still_while_the_reporter_is_asked(areas, iryna):
    report = make_report(areas.zarichchia)
    ask_reporter(report, by=iryna, text="Which stairs?")

    assert presentation.owed(report) == {"at": None, "words": "", "paused": True, "others": False}


def test_public_stops_of_a_solved_report_need_released_columns_alone(areas, iryna):
    report = make_report(areas.zarichchia)
    release_report(report, by=iryna, title_en="Lamp")
    resolve_report(report, by=iryna, outcome="Mended.")

    stops = presentation.public_stops_of(PublicReport.objects.for_list().get())

    assert [(stop["state"], stop["word"]) for stop in stops] == [
        ("done", "Received"),
        ("done", "In progress"),
        ("now", "Solved"),
    ]
