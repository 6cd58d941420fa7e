"""A crawler that finds every address by itself: from the resolver, and from the pages that it gets."""

import functools
import html
import itertools
import re
from urllib.parse import unquote, urljoin, urlsplit

from django.urls import URLPattern, get_resolver

from apps.accounts.models import Role
from apps.core.models import RateWindow

# What a GET or an empty POST would change for the reader: their language and their session.
NEVER = {"set_language", "account_logout", "receipt_leave", "leave", "begin_anew", "sign_out_everywhere"}
# The first letter stands apart: so the search leaps to it, and takes a tenth of the time.
LINK = re.compile(r"""[hsadHSAD](?i:ref|rc|rcset|ction|x-get|x-post|ata-[a-z-]+)\s*=\s*["']([^"'\s]+)["']""")
MOST_LINKS = 400

# Addresses say little without their query: what is asked of each such page.
QUERIES = {
    "map": ["", "?period=all", "?period=all&state=solved", "?period=30&area=zarichchia", "?bbox=29,49,31,51&zoom=9"],
    "map_data": [
        f"?bbox=29.9,49.9,30.1,50.1&zoom={zoom}&period={period}"
        for zoom, period in itertools.product((3, 9, 13, 16, 19), ("7", "all"))
    ],
    "cards": ["?refs={references}"],
    "data": ["?bbox=29.9,49.9,30.1,50.1&zoom=9", "?bbox=29.9,49.9,30.1,50.1&zoom=16"],
    "map_cards": ["?refs={references}"],
    "places": ["?q=Mlynova", "?q=Млинова", "?q=zq"],
    "search": ["", "?q=Mlynova", "?q=Млинова", "?q=lamp"],
    "map_picture": ["?lon=30.011&lat=50.011&zoom=16&pin=1"],
    "queue": ["", "?status=all", "?area=zarichchia"],
}


class UnknownArgument(Exception):
    """An address takes an argument for which the crawler has no values: teach it in `fillers`."""


def fillers(planted):
    """Return {argument: values} for every argument that an address of ours takes."""
    return {
        "reference": [report.reference for report in planted.reports],
        "typed": [report.reference.lower() for report in planted.reports[:3]],
        "number": [],  # of a photo: see `addresses`
        "referral": [str(referral.pk) for referral in planted.referrals],
        "deed": ["accept", "done", "return", "pass-on"],
        "variant": ["full", "thumbnail"],
        "decision": ["confirm", "dispute", "object", "reopen", "appeal", "lasting", "withdraw", "consent", "revoke"],
        "step": ["danger", "where", "what", "details", "similar", "you", "check"],
        "kind": ["emergency", "ordnance"],
        "token": [photo.attachment.token for photo in planted.photos[:8]],
        "link": [path.split("/")[-2] for path in planted.links],
        "key": ["1", "sent"],
        "slug": ["zarichchia", "vyshnehrad", "stare-misto"],
        "name": [
            "acknowledge",
            "assign",
            "start",
            "resolve",
            "decline",
            "release",
            "register",
            "register-appeal",
            "note",
            "join",
        ],
        "event": ["report.received"],
        "language": ["uk"],
        "suffix": ["csv", "xlsx"],
        "pk": [str(pk) for pk in Role.objects.values_list("pk", flat=True)[:3]] + ["1"],
        # Django admin
        "app_label": ["accounts", "areas", "reports"],
        "content_type_id": ["1"],
        "object_id": ["1"],
        "url": ["nothing"],
    }


def addresses(planted, under="/"):
    """Yield (name, path) of every address of the resolver below a path, each argument filled with planted values.

    Raises UnknownArgument for one that cannot be filled: whoever adds it says in `fillers` what may be asked for.
    """
    known = fillers(planted)
    samples = {report.pk: report.reference for report in planted.samples}
    references = [report.reference for report in planted.reports]
    batched = [",".join(references[start : start + 20]) for start in range(0, len(references), 20)]
    for pattern, route in _patterns(get_resolver()):
        names = [one or other for one, other in re.findall(r"\(\?P<(\w+)>|<(?:\w+:)?(\w+)>", route)]
        if missing := [name for name in names if name not in known]:
            raise UnknownArgument(f"{route}: {', '.join(missing)}")
        if not f"/{route}".replace("^", "").startswith(under):
            continue
        options = [known[name] for name in names]
        if names[:2] == ["reference", "number"]:  # a photo under the report to which it belongs
            pairs = [
                (samples[photo.report_id], str(photo.pk)) for photo in planted.photos if photo.report_id in samples
            ]
            filled = [(*pair, *rest) for pair in pairs for rest in itertools.product(*options[2:])]
        elif names[:1] == ["reference"] and pattern.name != "detail":
            filled = _spread(list(samples.values()), [*itertools.product(*options[1:])])
        else:
            filled = itertools.product(*options)
        for values in filled:
            path = "/" + _fill(route, values)
            for query in QUERIES.get(pattern.name, [""]):
                for named in batched if "{references}" in query else [""]:
                    yield pattern.name, path + query.replace("{references}", named)


def _spread(references, others):
    """Pair every reference with one of the other arguments, and every one of these with three references."""
    pairs = [(reference, others[number % len(others)]) for number, reference in enumerate(references)]
    pairs += itertools.product(references[:3], others)
    return [(reference, *rest) for reference, rest in dict.fromkeys(pairs)]


def _patterns(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern, route
        else:
            yield from _patterns(pattern, route)


def _fill(route, values):
    """Put values in the place of the arguments of a route, written as path() or as re_path() writes it."""
    for value in values:
        route = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?\w+>", lambda _match, v=value: v, route, count=1)
    return route.replace("^", "").replace("$", "").replace("\\", "").replace("//", "/")


class Crawl:
    """Walks all addresses (below a path) as one reader, looks for secrets in every answer, and follows their links."""

    def __init__(self, client, planted, under="/", *, once=False):
        """Begin below a path; `once` asks for each page in one language and whole, which is enough to find a leak."""
        self.client, self.planted, self.under, self.once = client, planted, under, once
        self.leaks, self.seen, self.links, self.statuses, self.texts = [], set(), set(), {}, []

    @property
    def text(self):
        """All that was answered."""
        return "".join(self.texts)

    def run(self):
        """Walk; return the leaks as lines "address: where the secret stands"."""
        for name, path in addresses(self.planted, self.under):
            if name not in NEVER:
                self._visit(path)
        for _number in range(MOST_LINKS):
            if not (left := sorted(self.links - self.seen)):
                break
            self._visit(left[0])
        return self.leaks

    def _visit(self, path):
        """Ask for a page; one that there is in both languages, and one that changes in parts as a part."""
        self.seen.add(path)
        if self._ask(path, "uk") == 200 and not self.once:
            in_parts = "hx-get" in self.texts[-1] or "data-list" in self.texts[-1]  # the map asks by its own module
            self._ask(path, "en")
            if in_parts:
                self._ask(path, "uk", HTTP_HX_REQUEST="true")

    def _ask(self, path, language, **headers):
        self.client.cookies["language"] = language
        answer = self._answer(path, headers)
        if answer.status_code == 429:
            RateWindow.objects.all().delete()
            answer = self._answer(path, headers)
        self.statuses.setdefault(path, answer.status_code)
        text = b"".join(answer if answer.streaming else [answer.content]).decode("utf-8", "replace")
        said = f"{text}\n{dict(answer.headers)}\n{answer.cookies.output()}"
        told = set(self.planted.found_in(said)) - set(self.planted.found_in(unquote(path)))  # who asks with it knows it
        self.leaks += [f"{path}: {where}" for where in sorted(told)]
        self.texts.append(text)
        self.links |= self._links_of(path, text, answer.get("Location", ""))
        return answer.status_code

    def _answer(self, path, headers):
        answer = self.client.get(path, **headers)
        return self.client.post(path, {}, **headers) if answer.status_code == 405 else answer

    @staticmethod
    def _links_of(path, text, location):
        links = {*LINK.findall(text), location}
        return {_own_address("/" if link.startswith("/") else path, link) for link in links} - {""}


@functools.cache
def _own_address(page, link):
    """Return the address in the portal to which a link of a page leads, or nothing where it must not be followed."""
    address = urljoin(page, html.unescape(link))
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if link.startswith("/static/") or not ours or re.search("sign-out|leave|anew|language", address):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
