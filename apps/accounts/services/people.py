"""What changes a person's own row, and when their sessions end."""

from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from apps.accounts.models import Person, new_session_stamp
from apps.events.services import audit


def save_profile(person, *, name, phone, language, home_area):
    """Store what a person says about themselves."""
    person.name, person.phone, person.language, person.home_area = name, phone, language, home_area
    person.save(update_fields=["name", "phone", "language", "home_area"])


def remember_language(person, language):
    """Store the language that a person chose to read."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])


def set_password(person, password, *, request):
    """Give a person a new password; every session of theirs but this request's ends."""
    person.set_password(password)
    person.session_stamp = new_session_stamp()
    person.save(update_fields=["password", "session_stamp"])
    update_session_auth_hash(request, person)


def end_sessions(person, *, keep=None):
    """End every session of a person; with `keep` (their own request) that one goes on."""
    person.session_stamp = new_session_stamp()
    person.save(update_fields=["session_stamp"])
    if keep is not None:
        update_session_auth_hash(keep, person)


@transaction.atomic
def set_active(person, active, *, by):
    """Let a person sign in, or no longer; barring them ends their sessions at once."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.is_active = active
    person.session_stamp = new_session_stamp()
    person.save(update_fields=["is_active", "session_stamp"])
    audit("person.admitted" if active else "person.barred", actor=by, subject=person)
    return person
