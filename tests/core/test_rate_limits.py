"""Rate limits: per address and overall, by the real peer, without keeping any address."""

from contextlib import closing, suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from apps.core import rate_limits
from apps.core.models import RateSalt, RateWindow
from apps.core.rate_limits import Limit, TooManyRequests, check, limited, peer_address

TWO = Limit("test", each=2, overall=5, seconds=60)

pytestmark = pytest.mark.django_db


def request_from(address, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def test_third_time_from_one_address_is_refused():
    check(request_from("203.0.113.1"), TWO)
    check(request_from("203.0.113.1"), TWO)

    with pytest.raises(TooManyRequests) as refusal:
        check(request_from("203.0.113.1"), TWO)
    assert 0 < refusal.value.retry_after <= 60


def test_another_address_has_its_own_count():
    for _time in range(2):
        check(request_from("203.0.113.1"), TWO)

    check(request_from("203.0.113.2"), TWO)


def test_all_together_have_one_count():
    for number in range(5):
        check(request_from(f"203.0.113.{number}"), TWO)

    with pytest.raises(TooManyRequests):
        check(request_from("203.0.113.99"), TWO)


def test_who_is_past_their_own_count_is_not_counted_among_all():
    for _time in range(9):
        with suppress(TooManyRequests):
            check(request_from("203.0.113.1"), TWO)

    for number in (2, 3, 4):
        check(request_from(f"203.0.113.{number}"), TWO)
    with pytest.raises(TooManyRequests):
        check(request_from("203.0.113.5"), TWO)


def test_one_statement_counts(django_assert_num_queries):
    check(request_from("203.0.113.1"), TWO)

    with django_assert_num_queries(1):
        check(request_from("203.0.113.2"), TWO)


def test_all_together_of_a_larger_portal_may_do_more_and_one_address_may_not(settings):
    settings.RATE_LIMIT_SCALE = 2
    for number in range(10):
        check(request_from(f"203.0.113.{number}"), TWO)

    with pytest.raises(TooManyRequests):
        check(request_from("203.0.113.99"), TWO)
    RateWindow.objects.all().delete()
    for _time in range(2):
        check(request_from("203.0.113.1"), TWO)
    with pytest.raises(TooManyRequests):
        check(request_from("203.0.113.1"), TWO)


def test_closed_window_counts_anew():
    for _time in range(2):
        check(request_from("203.0.113.1"), TWO)
    RateWindow.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    check(request_from("203.0.113.1"), TWO)


def test_closed_windows_are_removed():
    check(request_from("203.0.113.1"), TWO)
    RateWindow.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    check(request_from("203.0.113.2"), Limit("other", each=1, overall=1, seconds=60))

    assert RateWindow.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_closed_window_that_is_counted_at_this_moment_is_left_and_not_waited_for():
    check(request_from("203.0.113.1"), TWO)
    RateWindow.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    held, removed = RateWindow.objects.values_list("key", flat=True)
    counting = connection.copy()
    with closing(counting), connection.cursor() as cursor:
        counting.set_autocommit(False)
        counting.cursor().execute("UPDATE core_ratewindow SET hits = 2 WHERE key = %s", [held])
        cursor.execute("SET lock_timeout = '1s'")
        try:
            check(request_from("203.0.113.2"), Limit("other", each=1, overall=1, seconds=60))
        finally:
            cursor.execute("RESET lock_timeout")

    assert RateWindow.objects.filter(key__in=[held, removed]).get().key == held


def test_made_up_forwarded_address_changes_nothing_without_a_proxy():
    for number in range(2):
        check(request_from("203.0.113.1", f"198.51.100.{number}"), TWO)

    with pytest.raises(TooManyRequests):
        check(request_from("203.0.113.1", "198.51.100.77"), TWO)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "unknown"),
        (1, "rubbish", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_peer_is_what_our_outermost_proxy_saw(settings, proxies, forwarded, peer):
    settings.TRUSTED_PROXIES = proxies

    assert peer_address(request_from("10.0.0.1", forwarded)) == peer


def test_no_address_is_kept():
    check(request_from("203.0.113.1"), TWO)

    assert all(len(window.key) == 64 and "203" not in window.key[:3] for window in RateWindow.objects.all())
    assert "203.0.113.1" not in str(list(RateWindow.objects.values()))


def test_salt_of_yesterday_is_destroyed_and_keys_differ(monkeypatch):
    rate_limits._salt_of.cache_clear()
    today = rate_limits.fingerprint(request_from("203.0.113.1"))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert rate_limits.fingerprint(request_from("203.0.113.1")) != today
    assert list(RateSalt.objects.values_list("day", flat=True)) == [tomorrow.date()]
    rate_limits._salt_of.cache_clear()


def test_salt_is_shared_by_processes():
    rate_limits._salt_of.cache_clear()
    first = rate_limits.fingerprint(request_from("203.0.113.1"))
    rate_limits._salt_of.cache_clear()

    assert rate_limits.fingerprint(request_from("203.0.113.1")) == first


def test_decorated_view_answers_429_with_a_sentence():
    view = limited(Limit("page", each=1, overall=9, seconds=120))(lambda request: HttpResponse("done"))
    request = request_from("203.0.113.1")
    request.user = None
    view(request)

    answer = view(request)

    assert (answer.status_code, answer["Retry-After"]) == (429, "120")
    assert "2 хвилини" in answer.content.decode()


def test_looking_is_not_counted():
    view = limited(Limit("page", each=1, overall=9, seconds=120))(lambda request: HttpResponse("done"))

    assert {view(RequestFactory().get("/")).status_code for _time in range(3)} == {200}


def test_sign_in_page_is_limited(monkeypatch):
    from apps.accounts.views import sign_in

    client = Client()
    for _time in range(sign_in.ASKING.each):
        client.post("/accounts/sign-in/", {"email": "not an address"})

    assert client.post("/accounts/sign-in/", {"email": "not an address"}).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_counts_of_parallel_requests_are_not_lost():
    from concurrent.futures import ThreadPoolExecutor

    limit = Limit("parallel", each=10, overall=100, seconds=60)

    def once(_number):
        try:
            check(request_from("203.0.113.1"), limit)
        except TooManyRequests:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(once, range(40)))
    assert allowed.count(True) == 10
