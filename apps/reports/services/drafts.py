"""Reports that are being written: from the first answer to the sending, or to the end of their day."""

import hashlib
import secrets
from contextlib import contextmanager
from datetime import date

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.areas.models import Area, SnapPoint
from apps.attachments.photos import MAX_PHOTOS
from apps.attachments.services import discard, make_safe
from apps.reports.enums import Recurrence
from apps.reports.errors import DraftEnded, FiledAlready, IntakeRefused
from apps.reports.models import Category, Draft
from apps.reports.services.intake import submit_report


def open_draft(**answers):
    """Begin a draft with its first answers; return (draft, token). Of the token only a hash is kept."""
    token = secrets.token_urlsafe(32)
    draft = Draft(token_hash=_hash(token))
    draft.answers = answers
    draft.save()
    return draft, token


def draft_of_page(sent, *, by):
    """Return the draft that stands for one page as it was sent: the same page sent again finds the same one.

    For reports that a member of staff writes down on a single page; `sent` is made of all that was sent, and only a
    hash of it is kept. It is the token of the draft, too.
    """
    fresh = Draft(token_hash=_hash(sent))
    fresh.answers = {"by": by.pk}
    kept = {"data_key": fresh.data_key, "sealed_answers": fresh.sealed_answers}
    draft, _made = Draft.objects.get_or_create(token_hash=fresh.token_hash, defaults=kept)
    return draft


def is_page_of(draft, person):
    """Whether a draft stands for a page that this person writes, or has filed."""
    writer = draft.report.taken_by_id if draft.report_id else draft.answers.get("by")
    return writer == person.pk


def find_draft(token):
    """Return the draft of a token while it lives, sent or not, else None."""
    draft = Draft.objects.filter(token_hash=_hash(token)).first() if token else None
    return None if draft is None or draft.has_expired else draft


def end_draft_in(draft, life):
    """Let a draft end so long from now, instead of when its day is over."""
    draft.expires_at = timezone.now() + life
    Draft.objects.filter(pk=draft.pk).update(expires_at=draft.expires_at)


def save_answers(draft, **answers):
    """Keep answers beside those given before; a name given as None is forgotten. Return all of them.

    Raises DraftEnded when the draft was sent, cleared or has expired meanwhile.
    """
    with _writing(draft) as locked:
        kept = locked.answers | answers
        locked.answers = {name: value for name, value in kept.items() if value is not None}
        locked.save(update_fields=["sealed_answers"])
    return locked.answers


def add_photos(draft, photos):
    """Keep photos that were made safe (SafePhoto), as many as there is room for; return how many were kept."""
    with _writing(draft) as locked:
        kept = [make_safe(photo) for photo in photos[: photo_room(locked)]]
        locked.photos.add(*kept)
    return len(kept)


def photo_room(draft):
    """Return how many more photos a draft takes, which may be None."""
    return max(MAX_PHOTOS - draft.photos.count(), 0) if draft else MAX_PHOTOS


def photo_of(draft, token):
    """Return the photo of the draft with this token, which may be any text, or None."""
    return next((photo for photo in draft.photos.all() if photo.token == token), None)


def remove_photo(draft, token):
    """Delete the photo with this token from the draft, if it is one of its own."""
    with _writing(draft) as locked:
        if photo := photo_of(locked, token):
            locked.photos.remove(photo)
            discard(photo)


def send_draft(draft, *, reporter=None, language):
    """Turn a draft into a report, once; return (report, secret code), the same however often it is asked.

    `reporter` is the person signed in, who becomes the reporter unless the answers say otherwise. Raises DraftEnded
    when it was cleared or has expired, and IntakeRefused when what was chosen is no longer offered.
    """

    def arguments(answers):
        where, what, details, you = (answers.get(name, {}) for name in ("where", "what", "details", "you"))
        category = Category.objects.offered().filter(code=what.get("category")).first()
        area = Area.objects.defer("boundary").filter(pk=where.get("area")).first()
        if category is None or area is None:
            raise IntakeRefused(_("What you chose is not offered any more. Go back to the question and choose again."))
        return {
            "category": category,
            "area": area,
            **what_happened(where, details),
            "reporter": reporter if you.get("how") == "account" else None,
            "identity": identity_of(you),
            "language": language,
        }

    return submit_once(draft, arguments)


def what_happened(where, details):
    """Return the arguments of `submit_report` that say what happened, where and when, from the answers about these."""
    return {
        "words": details["words"],
        "point": Point(where["lon"], where["lat"], srid=4326) if where.get("lon") is not None else None,
        "place": where.get("words", ""),
        "snap_point": SnapPoint.objects.filter(pk=where["snap"]).first() if where.get("snap") else None,
        "happened_on": date.fromisoformat(day) if (day := details.get("happened_on")) else None,
        "happened_text": details.get("happened_text", ""),
        "recurrence": details.get("recurrence", Recurrence.ONCE),
        "answers": details.get("answers", {}),
    }


def submit_once(draft, arguments, *, sent=""):
    """Submit what a draft stands for, with its photos, once; return (report, secret code), the same however often.

    `arguments(answers)` returns what `submit_report` takes, from the answers of the draft. Where a page can be changed
    and sent once more, `sent` is a hash of what it sends, and another one raises FiledAlready. Raises DraftEnded when
    the draft was cleared or has expired.
    """
    with _writing(draft, sent_too=True) as locked:
        answers = locked.answers
        if locked.report_id:
            if answers.get("sent", "") != sent:
                raise FiledAlready(_("This page was filed already. Open a new one for another report."))
            return locked.report, answers.get("secret_code", "")
        photos = list(locked.photos.order_by("pk"))
        locked.report, code = submit_report(**arguments(answers), photos=photos)
        locked.answers = {"secret_code": code} | ({"sent": sent} if sent else {})
        locked.save(update_fields=["report", "sealed_answers"])
        if photos:
            locked.photos.clear()
    return locked.report, code


def identity_of(you):
    """Return what the answers of the last question give of the reporter: name, email, phone, safe_contact."""
    fields = {"contact": ("name", "email", "phone", "safe_contact"), "account": ("safe_contact",)}
    return {name: you[name] for name in fields.get(you.get("how"), ()) if you.get(name)}


def discard_draft(draft):
    """Delete a draft with its photos; the report that it became, and the photos that went along, stay."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is not None:
            _delete(locked)


def expire_drafts():
    """Delete every draft whose day is over, with its photos; return how many there were."""
    ended = 0
    while True:
        with transaction.atomic():
            over = Draft.objects.filter(expires_at__lte=timezone.now())
            locked = over.select_for_update(skip_locked=True).order_by("expires_at").first()
            if locked is None:
                return ended
            _delete(locked)
            ended += 1


def _delete(locked):
    photos = list(locked.photos.all())
    locked.delete()
    for photo in photos:
        discard(photo)


@contextmanager
def _writing(draft, *, sent_too=False):
    """Yield the draft's row under a lock."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if locked is None or locked.has_expired or (locked.report_id and not sent_too):
            raise DraftEnded(_("This draft has ended: it was sent, cleared, or its time is over."))
        yield locked


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
