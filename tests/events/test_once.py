"""An occasion is seen to once, whoever competes for it."""

import threading

import pytest
from django.db import connection, transaction

from apps.events.models import Occasion
from apps.events.services import once, seen_to
from tests.factories.accounts import PersonFactory


@pytest.mark.django_db
def test_once_is_true_once_for_each_key_and_name():
    person = PersonFactory()

    asked = [("a", "1"), ("a", "1"), ("a", "2"), ("b", "1")]

    assert [once(name, subject=person, key=key) for name, key in asked] == [True, False, True, True]
    assert seen_to("a", [person]) == {(person.pk, "1"), (person.pk, "2")}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("commits", [True, False])
def test_whoever_comes_meanwhile_is_first_only_after_a_rollback(commits):
    person, answers = PersonFactory(), []

    def other():
        with transaction.atomic():
            answers.append(once("a", subject=person))
        connection.close()

    with transaction.atomic():
        assert once("a", subject=person)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.2)
        assert answers == []
        transaction.set_rollback(not commits)
    thread.join(10)

    assert answers == [not commits]
    assert Occasion.objects.count() == 1
