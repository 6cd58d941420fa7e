"""The only writers of the event log and the audit log."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.core.copying import copy_rows
from apps.events.doorbell import doorbell
from apps.events.models import AuditEntry, Event, Occasion


def record(name, *, subject, audience, actor=None, area=None, data=None):
    """Insert one event in the caller's transaction and, once it commits, ring for the deliverer.

    `data` holds ids and plain facts (JSON), never words of a person. The bell may fail: the relay sweeps without it.
    """
    event = Event.objects.create(
        name=name,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        actor=actor if getattr(actor, "pk", None) else None,
        area=area,
        audience=audience,
        data=data or {},
    )
    transaction.on_commit(doorbell.ring, robust=True)
    return event


def take_unfanned(*, limit):
    """Lock up to `limit` events of which nobody was told yet, oldest first, leaving out those another process holds.

    Call it inside a transaction, which keeps the locks until its end.
    """
    return list(Event.objects.unfanned().select_for_update(skip_locked=True)[:limit])


def mark_fanned_out(events):
    """Note that deliveries were made for these events."""
    Event.objects.filter(pk__in=[event.pk for event in events]).update(fanned_out_at=Now())


def mark_unfanned(events):
    """Let these events be fanned out once more."""
    Event.objects.filter(pk__in=[event.pk for event in events]).update(fanned_out_at=None)


def forget_actor(subject, actor_id):
    """Take a person out of what happened to an object, because they want to be anonymous there."""
    Event.objects.of(subject).filter(actor=actor_id).update(actor=None)


def forget_object(subject, key, other_id):
    """Take the id of another object, which stands under a key of the facts, out of what happened to this one."""
    for event in Event.objects.of(subject).filter(**{f"data__{key}": other_id}):
        del event.data[key]
        event.save(update_fields=["data"])


def once(name, *, subject, key=""):
    """Note that an occasion has come; return whether this is the first time.

    Call it inside the transaction of what is done then. Whoever comes meanwhile waits for its end: after a commit they
    are not the first, after a rollback they are.
    """
    _occasion, is_first = Occasion.objects.get_or_create(
        name=name, subject_type=subject._meta.label_lower, subject_id=subject.pk, key=key
    )
    return is_first


def forget(chosen):
    """Delete events (ids) that were orders to tell people and stand on no timeline; return how many rows there were."""
    return Event.objects.filter(pk__in=chosen).delete()[0] if chosen else 0


def forget_occasions(name, *, before):
    """Delete what was noted of this name before a moment, when it cannot come again; return how many there were."""
    return Occasion.objects.filter(name=name, at__lt=before).delete()[0]


def seen_to(name, subjects):
    """Return {(subject id, key)} of the occasions of these objects (of one model) that were noted; one query."""
    if not subjects:
        return set()
    rows = Occasion.objects.filter(
        name=name, subject_type=subjects[0]._meta.label_lower, subject_id__in=[subject.pk for subject in subjects]
    )
    return set(rows.values_list("subject_id", "key"))


def audit(action, *, actor, subject, area=None, data=None):
    """Append one row: this member of staff did or read that. `data` holds ids and field names only."""
    entry = _entry(action, actor, subject, area, data)
    entry.save(force_insert=True)
    return entry


def audit_each(action, *, actor, subjects):
    """Append one row for each of these objects that stand in an area, as `audit` does; one query."""
    AuditEntry.objects.bulk_create(_entry(action, actor, subject, subject.area) for subject in subjects)


def _entry(action, actor, subject, area, data=None):
    return AuditEntry(
        action=action,
        actor_id=getattr(actor, "pk", None),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        area_id=getattr(area, "pk", None),
        data=data or {},
    )


def record_past(rows):
    """Insert events that need to be told to nobody, a timeline that came from elsewhere; return how many.

    Each row is a dict of `Event` columns (`area_id`, …) with its own `created_at`.
    """
    now = timezone.now()
    return copy_rows(Event, ({**row, "fanned_out_at": now} for row in rows))
