"""How often one address, and everybody together, may do a thing.

Rows in the database count, so every process and every machine counts together and a restart forgets nothing. No
address is stored: keys are hashes under a salt that exists for one day.
"""

import functools
import hashlib
import hmac
import ipaddress
import os
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError
from apps.core.models import RateSalt

# Adds one to the count of a key, or begins a window for it.
ADD_ONE = """
INSERT INTO core_ratewindow AS counted (key, hits, closes_at)
SELECT {key}, 1, statement_timestamp() + make_interval(secs => %(seconds)s) {condition}
ON CONFLICT (key) DO UPDATE SET
  hits = CASE WHEN counted.closes_at <= statement_timestamp() THEN 1 ELSE counted.hits + 1 END,
  closes_at = CASE WHEN counted.closes_at <= statement_timestamp() THEN EXCLUDED.closes_at ELSE counted.closes_at END
RETURNING hits, ceil(extract(epoch FROM closes_at - statement_timestamp())) AS wait
"""
# Whoever is past their own count is not counted among all: one address alone could shut out everybody.
COUNT_BOTH = f"""
WITH own AS ({ADD_ONE.format(key="%(peer)s", condition="")}),
together AS ({ADD_ONE.format(key="%(all)s", condition="FROM own WHERE hits <= %(each)s")})
SELECT own.hits, own.wait, together.hits, together.wait FROM own LEFT JOIN together ON true
"""  # noqa: S608 (words of ours alone)
# What is being counted at this moment is left: to wait for it, while it waits for what was deleted, is a deadlock.
FORGET = """
DELETE FROM core_ratewindow WHERE key IN (
  SELECT key FROM core_ratewindow WHERE closes_at < statement_timestamp() FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True)
class Limit:
    """At most `each` times for one address and `overall` times for everybody, in a window of `seconds`.

    `overall` fits one hromada; where a portal serves more, the setting RATE_LIMIT_SCALE multiplies it.
    """

    action: str
    each: int
    overall: int
    seconds: int


class TooManyRequests(DomainError):
    """The limit is reached; `retry_after` says in how many seconds the window closes."""

    code = "too_many_requests"
    status = 429

    def __init__(self, retry_after):
        minutes = max(1, -(-retry_after // 60))
        wait = ngettext("Try again in a minute.", "Try again in %(count)d minutes.", minutes) % {"count": minutes}
        super().__init__(_("This was done too often in a short time.") + " " + wait)
        self.retry_after = retry_after


def peer_address(request):
    """Return the address of whoever really spoke to us: the entry that the outermost of our own proxies wrote.

    With no proxy of ours, X-Forwarded-For is a stranger's claim and is not read. IPv6 counts by /64, the least that
    one household has.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(seen) >= proxies:
            address = seen[-proxies]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6:
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False).network_address)
    return str(known)


def fingerprint(request):
    """Return a hash of the peer's address that nobody can turn back, different every day."""
    return _hash("peer", peer_address(request))


def check(request, limit):
    """Count one use of `limit.action` by this peer and by all; raise `TooManyRequests` when one count is passed.

    Call it outside a transaction: the count must stand even when what follows is rolled back.
    """
    keys = {"peer": _hash(limit.action, "peer", peer_address(request)), "all": _hash(limit.action, "overall")}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_BOTH, keys | {"each": limit.each, "seconds": limit.seconds})
        own, own_wait, together, wait = cursor.fetchone()
        if together == 1:
            cursor.execute(FORGET)
    if own > limit.each:
        raise TooManyRequests(max(1, int(own_wait)))
    if together > limit.overall * settings.RATE_LIMIT_SCALE:
        raise TooManyRequests(max(1, int(wait)))


def limited(limit, *, methods=("POST",)):
    """Decorate a view: past the limit it answers 429 with a sentence that says when to come back."""

    def decorate(view):
        @functools.wraps(view)
        def checked(request, *args, **kwargs):
            if request.method in methods:
                try:
                    check(request, limit)
                except TooManyRequests as refusal:
                    answer = render(request, "errors/429.html", {"message": refusal.message}, status=refusal.status)
                    answer["Retry-After"] = str(refusal.retry_after)
                    return answer
            return view(request, *args, **kwargs)

        return checked

    return decorate


def _hash(*parts):
    salt = _salt_of(timezone.now().date())
    return hmac.new(salt, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


@functools.lru_cache(maxsize=2)
def _salt_of(day):
    RateSalt.objects.filter(day__lt=day).delete()
    return bytes(RateSalt.objects.get_or_create(day=day, defaults={"salt": os.urandom(32)})[0].salt)
