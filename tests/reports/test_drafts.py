"""A report that is being written, and how it becomes one report."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from apps.attachments.models import Attachment
from apps.attachments.photos import sanitise
from apps.reports.errors import DraftEnded, IntakeRefused
from apps.reports.models import Draft, Report
from apps.reports.services import drafts
from apps.reports.tasks import expire_drafts
from copportal.celery import app
from tests.attachments.pictures import encoded, quadrants, upload
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory

pytestmark = pytest.mark.django_db
WORDS = "The secret words of the draft."


@pytest.fixture
def draft(areas, police):
    """A draft with an answer to every question."""
    snap_point = SnapPointFactory(area=areas.zarichchia)
    return drafts.open_draft(
        danger="no",
        where={
            "lon": 30.01,
            "lat": 50.01,
            "words": "By the stairs",
            "area": areas.zarichchia.pk,
            "snap": snap_point.pk,
        },
        what={"category": CategoryFactory().code},
        details={"words": WORDS, "recurrence": "lasting", "happened_on": "2026-04-05", "answers": {"near": "a tree"}},
        you={"how": "anonymous"},
    )[0]


def send(draft, reporter=None):
    return drafts.send_draft(draft, reporter=reporter, language="en")


def photo():
    return sanitise(upload(encoded(quadrants())))


def files(media):
    return [path for path in Path(media).rglob("*") if path.is_file()]


def end(draft):
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_open_draft_keeps_neither_its_words_nor_its_token(db):
    _draft, token = drafts.open_draft(details={"words": WORDS})
    row = str(Draft.objects.values().get())

    assert WORDS not in row
    assert token not in row


def test_open_draft_ends_after_24_hours(db):
    left = drafts.open_draft()[0].expires_at - timezone.now()

    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)


def test_find_draft_by_its_token(db):
    draft, token = drafts.open_draft()

    assert drafts.find_draft(token) == draft


@pytest.mark.parametrize("token", ["", "wrong", "\0"])
def test_find_draft_with_another_token_is_none(db, token):
    drafts.open_draft()

    assert drafts.find_draft(token) is None


def test_find_draft_that_has_expired_is_none(db):
    draft, token = drafts.open_draft()
    end(draft)

    assert drafts.find_draft(token) is None


def test_save_answers_adds_to_what_is_there_and_forgets_what_is_none(db):
    draft = drafts.open_draft(danger="no", where={"note": "x"})[0]

    assert drafts.save_answers(draft, what={"category": "lamp"}, where=None) == {
        "danger": "no",
        "what": {"category": "lamp"},
    }


@pytest.mark.parametrize("how", ["sent", "cleared", "expired"])
def test_save_answers_of_a_draft_that_has_ended_is_refused(draft, how):
    {"sent": send, "cleared": drafts.discard_draft, "expired": end}[how](draft)

    with pytest.raises(DraftEnded):
        drafts.save_answers(draft, danger="no")


def test_add_photos_keeps_five_at_most(draft):
    assert drafts.add_photos(draft, [photo()] * 3) == 3
    assert drafts.add_photos(draft, [photo()] * 3) == 2
    assert draft.photos.count() == 5


def test_remove_photo_deletes_its_files(draft, media, django_capture_on_commit_callbacks):
    drafts.add_photos(draft, [photo()])
    with django_capture_on_commit_callbacks(execute=True):
        drafts.remove_photo(draft, draft.photos.get().token)

    assert (Attachment.objects.count(), files(media)) == (0, [])


def test_remove_photo_of_another_draft_changes_nothing(draft):
    other = drafts.open_draft()[0]
    drafts.add_photos(other, [photo()])

    drafts.remove_photo(draft, other.photos.get().token)

    assert other.photos.count() == 1


def test_send_draft_makes_the_report_of_its_answers(draft, areas):
    drafts.add_photos(draft, [photo()])
    report, code = send(draft)
    report.refresh_from_db()

    assert (report.words, report.place, str(report.happened_on)) == (WORDS, "By the stairs", "2026-04-05")
    assert (report.area, report.point.coords, report.recurrence) == (areas.zarichchia, (30.01, 50.01), "lasting")
    assert (report.answers, report.language, report.is_anonymous) == ({"near": "a tree"}, "en", True)
    assert report.photos.count() == 1
    assert len(code) == 19


def test_send_draft_leaves_nothing_of_the_answers_but_the_code(draft):
    _report, code = send(draft)
    draft.refresh_from_db()

    assert draft.answers == {"secret_code": code}


def test_send_draft_again_gives_the_same_report_and_code(draft):
    assert send(draft) == send(draft)
    assert Report.objects.count() == 1


def test_send_draft_as_the_person_signed_in(draft, olena):
    drafts.save_answers(draft, you={"how": "account", "person": olena.pk, "safe_contact": "by mail only"})
    report, code = send(draft, reporter=olena)

    assert (report.reporter, code, report.identity) == (olena, "", {"safe_contact": "by mail only"})


def test_send_draft_anonymously_although_signed_in_names_nobody(draft, olena):
    report, code = send(draft, reporter=olena)

    assert (report.reporter, report.identity, bool(code)) == (None, {}, True)


def test_send_draft_with_a_contact_keeps_it_as_identity(draft):
    drafts.save_answers(draft, you={"how": "contact", "name": "", "email": "x@example.org", "phone": "067 123 45 67"})

    assert send(draft)[0].identity == {"email": "x@example.org", "phone": "067 123 45 67"}


def test_send_draft_of_a_kind_that_is_not_offered_any_more_is_refused_and_kept(draft):
    CategoryFactory._meta.model.objects.update(is_active=False)

    with pytest.raises(IntakeRefused):
        send(draft)
    draft.refresh_from_db()
    assert draft.answers["details"]["words"] == WORDS


@pytest.mark.django_db(transaction=True)
def test_send_draft_from_several_threads_at_once_is_one_report(draft):
    def press(_number):
        try:
            report, code = send(draft)
            return report.pk, code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))

    assert len(answers) == 1
    assert Report.objects.count() == 1


def test_discard_draft_deletes_its_row_and_photos(draft, media, django_capture_on_commit_callbacks):
    drafts.add_photos(draft, [photo()])
    with django_capture_on_commit_callbacks(execute=True):
        drafts.discard_draft(draft)

    assert (Draft.objects.count(), Attachment.objects.count(), files(media)) == (0, 0, [])


def test_discard_draft_after_sending_leaves_the_report_with_its_photos(draft):
    drafts.add_photos(draft, [photo()])
    report, _code = send(draft)
    drafts.discard_draft(draft)

    assert Draft.objects.count() == 0
    assert report.photos.count() == 1


def test_expire_drafts_deletes_what_is_over_with_its_photos_alone(draft, django_capture_on_commit_callbacks, media):
    over = drafts.open_draft()[0]
    drafts.add_photos(over, [photo()])
    end(over)
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.expire_drafts() == 1

    assert list(Draft.objects.all()) == [draft]
    assert files(media) == []


def test_expire_drafts_is_asked_for_every_hour(draft):
    end(draft)
    entry = settings.CELERY_BEAT_SCHEDULE["expire-drafts"]
    assert (entry["task"], len(entry["schedule"].hour)) == (expire_drafts.name, 24)

    app.tasks[entry["task"]]()

    assert not Draft.objects.exists()
