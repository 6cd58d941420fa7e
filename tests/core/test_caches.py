"""The cache of what can be computed anew."""

from django.core.cache import caches

kept = caches["recomputed"]


def test_what_is_kept_is_given_out_as_it_is():
    names = {"zarichchia": "Заріччя"}
    kept.set("names", names)

    assert kept.get("names") is names
    assert kept.get_or_set("names", lambda: {}) is names


def test_nothing_is_kept_past_its_time():
    kept.set("names", "old", 0)

    assert kept.get("names", "none") == "none"
    assert kept.get_or_set("names", lambda: "new") == "new"


def test_what_is_there_is_not_replaced_by_adding():
    kept.set("names", "first")

    assert not kept.add("names", "second")
    assert kept.get("names") == "first"


def test_what_is_kept_can_be_counted_up():
    kept.set("visits", 2)

    assert kept.incr("visits", 3) == kept.get("visits") == 5
