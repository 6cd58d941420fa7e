"""What is said about a report, and by whom it is read."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.events.enums import Audience
from apps.reports import war
from apps.reports.deadlines import pause, resume
from apps.reports.enums import MessageAudience, ReportEvent, Status
from apps.reports.errors import MoveRefused, ReleaseRefused
from apps.reports.models import Message, ReportPhoto
from apps.reports.services.moves import changing, move, tell
from apps.reports.services.release import require_consent


def answer_reporter(report, *, by, text, photos=(), version=None):
    """Write to the reporter; the first such message is the first answer that was promised. Returns the message."""
    with changing(report, by=by, version=version) as locked:
        return _answer(locked, by=by, text=text, photos=photos)


def ask_reporter(report, *, by, text, photos=(), version=None):
    """Ask the reporter something: their turn, and the clock of the promises stands. Returns the message.

    While another organisation works on it the question changes neither the state nor that organisation's term.
    """
    with changing(report, by=by, version=version) as locked:
        message = _answer(locked, by=by, text=text, photos=photos, asks=True)
        told = {"by": by, "audience": Audience.REPORTER, "message": message.pk}
        if locked.status in (Status.REFERRED, Status.WAITING_FOR_REPORTER):
            tell(locked, ReportEvent.ASKED, **told)
        else:
            move(locked, Status.WAITING_FOR_REPORTER, event=ReportEvent.ASKED, **told)
            pause(locked)
        return message


def reply_as_reporter(report, *, by, text, photos=()):
    """The reporter writes to the police; a question that waited is answered and the clock goes on. Returns the message.

    Raises MoveRefused once the report was withdrawn or handed over.
    """
    with changing(report, by=by) as locked:
        if locked.status in (Status.WITHDRAWN, Status.HANDED_OVER):
            raise MoveRefused(_("This report has ended here, so nobody would read a new message. File a new report."))
        message = write_message(locked, MessageAudience.REPORTER, by=by, text=text, photos=photos, from_reporter=True)
        locked.unread_reply = True
        tell(locked, ReportEvent.REPLIED, by=by, audience=Audience.REPORTER, message=message.pk)
        if locked.status == Status.WAITING_FOR_REPORTER:
            move(locked, Status.IN_PROGRESS, by=by, event=ReportEvent.STARTED, audience=Audience.REPORTER)
            resume(locked)
        return message


def add_note(report, *, by, text, photos=(), mentioned=(), version=None):
    """Leave an internal note, which neither the reporter nor the public ever reads. Returns the message.

    Of the people `mentioned` those are told who may read the report.
    """
    with changing(report, by=by, version=version) as locked:
        message = write_message(locked, MessageAudience.INTERNAL, by=by, text=text, photos=photos)
        told = {"mentioned": [person.pk for person in mentioned]} if mentioned else {}
        tell(locked, ReportEvent.NOTED, by=by, audience=Audience.INTERNAL, message=message.pk, **told)
        return message


def post_public_update(report, *, by, text, version=None):
    """Tell everybody how it goes with a released report. Returns the message; raises ReleaseRefused before that."""
    with changing(report, by=by, version=version) as locked:
        if not locked.is_public:
            raise ReleaseRefused(_("Only a released report has public updates. Release it first."))
        require_consent(locked)
        message = write_message(locked, MessageAudience.PUBLIC, by=by, text=text)
        locked.first_answered_at = locked.first_answered_at or timezone.now()
        tell(locked, ReportEvent.PUBLIC_UPDATE, by=by, audience=Audience.PUBLIC, message=message.pk)
        return message


def mark_read(report, *, by):
    """The reporter's new message has been read on the desk."""
    if report.unread_reply:
        with changing(report, by=by) as locked:
            locked.unread_reply = False


def _answer(locked, *, by, text, photos=(), asks=False):
    message = write_message(locked, MessageAudience.REPORTER, by=by, text=text, photos=photos, asks=asks)
    locked.first_answered_at = locked.first_answered_at or timezone.now()
    locked.unread_reply = False
    if not asks:
        tell(locked, ReportEvent.ANSWERED, by=by, audience=Audience.REPORTER, message=message.pk)
    return message


def write_message(locked, audience, *, by, text, photos=(), from_reporter=False, asks=False):
    """Add a message to a locked report (inside `changing`).

    Raises WarRefused for words of the reporter or for the public that tell what is kept secret during martial law, and
    MoveRefused once the report was erased: nobody is there to read, and its key is gone.
    """
    if locked.erased_at is not None:
        raise MoveRefused(_("What the reporter told was erased: there is nobody to write to."))
    if from_reporter or audience == MessageAudience.PUBLIC:
        war.refuse(text)
    message = Message(
        report=locked,
        audience=audience,
        author=by if getattr(by, "pk", None) else None,
        from_reporter=from_reporter,
        asks=asks,
    )
    message.set_text(text)
    message.save(force_insert=True)
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=locked, message=message, attachment=photo, position=number)
        for number, photo in enumerate(photos)
    )
    return message
