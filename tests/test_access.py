"""Who gets what at every address: one table of roles, addresses and methods.

An address that is missing here fails. The pages of the configuration, which Django names, are walked in
tests/accounts/test_gate.py.
"""

from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from apps.accounts.models import Role
from apps.reports.models import Referral
from apps.reports.services.referral import refer_report
from tests.factories.accounts import PersonFactory, RoleFactory
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import make_report

pytestmark = pytest.mark.django_db

OF_STAFF = ("iryna", "other_officer", "bohdan", "oksana", "halyna", "marko", "administrator")
ACTORS = ("anonymous", "olena", "taras", *OF_STAFF, "receipt", "no_factor")


def all_(status, **others):
    """Everybody gets one status, but for those who are named."""
    return dict.fromkeys(ACTORS, status) | others


def signed_in(status):
    """Whoever is signed in gets it; others are led to sign in."""
    return all_(status, anonymous=302, receipt=302)


def desk(**found):
    """At the desk strangers are led to sign in, staff to their factor, and who has no business there finds nothing."""
    return all_(404, anonymous=302, receipt=302, no_factor=302) | found


DESK_200 = desk(**dict.fromkeys(OF_STAFF, 200))
DESK_405 = desk(**dict.fromkeys(OF_STAFF, 405))
FROM_QUEUE = desk(iryna=302, other_officer=302, bohdan=302)

# name: (GET, POST with an empty body), at the report of Olena, or that of whoever holds the receipt
TABLE = {
    "account_change_password": (
        all_(200, anonymous=302, receipt=302, no_factor=302),
        all_(200, anonymous=302, receipt=302, no_factor=302),
    ),
    "account_confirm_login_code": (all_(302), all_(302)),
    "account_email": (signed_in(200), signed_in(200)),
    "account_email_verification_sent": (all_(302), all_(302)),
    "account_inactive": (all_(200), all_(405)),
    "account_login": (all_(302, anonymous=200, receipt=200), all_(302, anonymous=200, receipt=200)),
    "account_login_password": (all_(302, anonymous=200, receipt=200), all_(302, anonymous=200, receipt=200)),
    "account_logout": (signed_in(200), all_(302)),
    "account_reauthenticate": (all_(302, olena=403, taras=403), all_(302, olena=403, taras=403)),
    "account_request_login_code": (all_(302, anonymous=200, receipt=200), all_(302, anonymous=200, receipt=200)),
    "account_signup": (all_(302, anonymous=200, receipt=200), all_(302, anonymous=200, receipt=200)),
    "accounts:enrol": (all_(302, olena=200, taras=200), all_(302, olena=200, taras=200)),
    "accounts:home": (signed_in(200), signed_in(200)),
    "accounts:sign_out_everywhere": (all_(405), all_(302)),
    "accounts_staff:confirm_lost_factor": (DESK_405, desk()),
    "accounts_staff:end_role": (desk(administrator=200), desk(administrator=302)),
    "accounts_staff:invite": (desk(administrator=200), desk(administrator=200)),
    "accounts_staff:invite_list": (desk(administrator=200), desk(administrator=200)),
    "accounts_staff:lost_factor": (desk(), desk()),
    "accounts_staff:people": (desk(administrator=200), DESK_405),
    "accounts_staff:send_again": (DESK_405, desk(administrator=302)),
    "accounts_staff:withdraw_lost_factor": (DESK_405, desk()),
    "alive": (all_(200), all_(405)),
    "areas:map_picture": (all_(400), all_(405)),
    "areas:places": (all_(400), all_(405)),
    "desk:home": (DESK_200, DESK_405),
    "handover:colleagues": (desk(bohdan=200), DESK_405),
    "handover:hand_over": (desk(), desk()),
    "health": (all_(200), all_(405)),
    "desk_map:cards": (desk(iryna=200, other_officer=200, bohdan=200), DESK_405),
    "desk_map:data": (desk(iryna=400, other_officer=400, bohdan=400), DESK_405),
    "desk_map:rows": (desk(iryna=200, other_officer=200, bohdan=200), DESK_405),
    "desk_map:page": (desk(iryna=200, other_officer=200, bohdan=200), DESK_405),
    "messages_staff:message": (desk(administrator=200), DESK_405),
    "messages_staff:message_html": (desk(administrator=200), DESK_405),
    "messages_staff:messages": (desk(administrator=200), DESK_405),
    "metrics": (all_(404), all_(405)),
    "mfa_activate_totp": (all_(302, olena=200, taras=200), all_(302, olena=200, taras=200)),
    "mfa_add_webauthn": (
        all_(200, anonymous=302, receipt=302, no_factor=302),
        all_(200, anonymous=302, receipt=302, no_factor=302),
    ),
    "mfa_authenticate": (all_(302), all_(302)),
    "mfa_deactivate_totp": (
        DESK_200,
        desk(iryna=302, other_officer=302, bohdan=302, oksana=302, halyna=302, marko=302, administrator=302),
    ),
    "mfa_download_recovery_codes": (signed_in(404), signed_in(404)),
    "mfa_generate_recovery_codes": (
        all_(200, anonymous=302, receipt=302, no_factor=302),
        all_(302, olena=200, taras=200),
    ),
    "mfa_index": (signed_in(200), signed_in(200)),
    "mfa_list_webauthn": (all_(302), all_(302)),
    "mfa_login_webauthn": (all_(302), all_(302)),
    "mfa_reauthenticate": (
        all_(200, anonymous=302, olena=403, taras=403, receipt=302),
        all_(200, anonymous=302, olena=403, taras=403, receipt=302),
    ),
    "mfa_reauthenticate_webauthn": (all_(302, olena=403, taras=403), all_(302, olena=403, taras=403)),
    "mfa_remove_webauthn": (desk(), desk()),
    "mfa_view_recovery_codes": (signed_in(404), signed_in(405)),
    "notifications:add_device": (all_(405), all_(422, anonymous=302, receipt=302)),
    "notifications:change": (all_(405), all_(404, anonymous=302, receipt=302)),
    "notifications:circle": (signed_in(404), all_(404, anonymous=302, receipt=302)),
    "notifications:circle_by_mail": (all_(404), all_(404)),
    "notifications:confirm": (all_(404), all_(404)),
    "notifications:demo_letter": (all_(404), all_(405)),
    "notifications:demo_letter_html": (all_(404), all_(405)),
    "notifications:demo_letters": (all_(200), all_(405)),
    "notifications:entry": (signed_in(404), all_(405)),
    "notifications:follow": (all_(200), all_(422)),
    "notifications:following": (signed_in(200), signed_in(200)),
    "notifications:following_by_mail": (all_(404), all_(404)),
    "notifications:inbox": (signed_in(200), all_(405)),
    "notifications:mail_again": (all_(405), all_(302)),
    "notifications:preferences": (signed_in(200), signed_in(422)),
    "notifications:read_all": (all_(405), all_(302)),
    "notifications:remove_device": (all_(405), all_(404, anonymous=302, receipt=302)),
    "notifications:stop": (all_(404), all_(404)),
    "notifications:worker": (all_(200), all_(405)),
    "notifications_staff:deliveries": (desk(bohdan=200, administrator=200), DESK_405),
    "notifications_staff:send_again": (DESK_405, desk()),
    "notifications_staff:send_all_again": (DESK_405, desk(bohdan=302, administrator=302)),
    "portal:accessibility": (all_(200), all_(405)),
    "portal:anonymous": (
        all_(404, anonymous=302, olena=200, receipt=302),
        all_(404, anonymous=403, olena=422, receipt=302),
    ),
    "portal:area": (all_(200), all_(405)),
    "portal:data": (all_(200), all_(405)),
    "portal:demo": (all_(200), all_(405)),
    "portal:emergency": (all_(200), all_(405)),
    "portal:home": (all_(200), all_(405)),
    "portal:my_data": (
        all_(200, anonymous=302, receipt=302, no_factor=302),
        all_(422, anonymous=302, receipt=302, no_factor=302),
    ),
    "portal:my_data_download": (
        all_(200, anonymous=302, receipt=302, no_factor=302),
        all_(405, anonymous=302, receipt=302, no_factor=302),
    ),
    "portal:privacy": (all_(200), all_(405)),
    "portal:publication": (all_(200), all_(405)),
    "portal:robots": (all_(200), all_(405)),
    "portal:search": (all_(200), all_(405)),
    "portal:sitemap": (all_(200), all_(200)),
    "referrals:answer": (DESK_405, desk(oksana=422)),
    "referrals:detail": (desk(oksana=200), DESK_405),
    "referrals:inbox": (desk(oksana=200), DESK_405),
    "reports:begin_anew": (all_(405), all_(302)),
    "reports:correct": (
        all_(404, anonymous=302, olena=200, receipt=200),
        all_(404, anonymous=403, olena=422, receipt=422),
    ),
    "reports:decide": (all_(405), all_(404, anonymous=403, olena=302, receipt=302)),
    "reports:detail": (all_(404, olena=200, iryna=302, bohdan=302, receipt=200), all_(405)),
    "reports:done": (all_(302), all_(405)),
    "reports:draft_photo": (all_(302), all_(405)),
    "reports:erase": (
        all_(404, anonymous=302, olena=200, receipt=200),
        all_(404, anonymous=403, olena=422, receipt=422),
    ),
    "reports:lasting": (all_(404), all_(404)),
    "reports:leave": (all_(405), all_(302)),
    "reports:map": (all_(200), all_(405)),
    "reports:map_areas": (all_(200), all_(405)),
    "reports:map_cards": (all_(200), all_(405)),
    "reports:map_csv": (all_(200), all_(405)),
    "reports:map_embed": (all_(200), all_(405)),
    "reports:map_geojson": (all_(200), all_(405)),
    "reports:map_history": (all_(200), all_(405)),
    "reports:map_outlines": (all_(400), all_(405)),
    "reports:map_data": (all_(400), all_(405)),
    "reports:mine": (signed_in(200), signed_in(405)),
    "reports:photo": (all_(404), all_(405)),
    "reports:qr_code": (all_(404), all_(405)),
    "reports:public_photo": (all_(404), all_(405)),
    "reports:receipt": (all_(200), all_(422)),
    "reports:receipt_leave": (all_(405), all_(302)),
    "reports:reply": (all_(405), all_(404, anonymous=403, olena=422, receipt=422)),
    "reports:short": (all_(302), all_(405)),
    "reports:start": (all_(200), all_(200)),
    "reports:step": (all_(302), all_(302)),
    "reports:stop": (all_(200), all_(405)),
    "reports:support": (all_(405), all_(404)),
    "reports:typed": (all_(302), all_(405)),
    "reports_staff:act": (desk(iryna=302, bohdan=302), desk(iryna=422, bohdan=422)),
    "reports_staff:answer_all": (FROM_QUEUE, FROM_QUEUE),
    "reports_staff:bulk": (FROM_QUEUE, FROM_QUEUE),
    "reports_staff:case": (desk(iryna=200, bohdan=200), DESK_405),
    "reports_staff:by_phone": (
        desk(iryna=200, other_officer=200, bohdan=200),
        desk(iryna=422, other_officer=422, bohdan=422),
    ),
    "reports_staff:cover": (desk(), desk()),
    "reports_staff:come": (desk(iryna=400, other_officer=400, bohdan=400), DESK_405),
    "reports_staff:contacts": (DESK_405, desk(iryna=422, bohdan=422)),
    "reports_staff:detail": (desk(iryna=200, bohdan=200), DESK_405),
    "reports_staff:export": (desk(bohdan=200), DESK_405),
    "reports_staff:join_all": (FROM_QUEUE, FROM_QUEUE),
    "reports_staff:new": (
        desk(iryna=200, other_officer=200, bohdan=200, halyna=200),
        desk(iryna=422, other_officer=422, bohdan=422, halyna=422),
    ),
    "reports_staff:taken_photo": (desk(), DESK_405),
    "reports_staff:photo": (desk(), DESK_405),
    "reports_staff:preview": (DESK_405, desk(iryna=200, bohdan=200)),
    "reports_staff:release_all": (FROM_QUEUE, FROM_QUEUE),
    "reports_staff:queue": (desk(iryna=200, other_officer=200, bohdan=200), DESK_405),
    "reports_staff:typed": (
        desk(iryna=302, other_officer=302, bohdan=302),
        desk(iryna=405, other_officer=405, bohdan=405),
    ),
    "reports_staff:undo": (FROM_QUEUE, FROM_QUEUE),
    "reports_staff:record": (desk(), desk()),  # Olena's is no crime report
    "reports_staff:write": (DESK_405, desk(iryna=422, bohdan=422)),
    "routing:edit": (desk(), desk()),
    "routing:move": (DESK_405, desk()),
    "routing:new": (desk(administrator=200), desk(administrator=422)),
    "routing:remove": (desk(), desk()),
    "routing:rules": (desk(administrator=200), DESK_405),
    "set_language": (all_(405), all_(302)),
    "templates_staff:change": (desk(), desk()),
    "templates_staff:delete": (DESK_405, desk()),
    "templates_staff:list": (desk(bohdan=200, administrator=200), DESK_405),
    "templates_staff:make": (desk(bohdan=200, administrator=200), desk(bohdan=422, administrator=422)),
    "views_staff:change": (desk(), desk()),
    "views_staff:delete": (DESK_405, desk()),
    "views_staff:list": (desk(iryna=200, other_officer=200, bohdan=200), DESK_405),
    "views_staff:refill": (DESK_405, desk()),
    "views_staff:make": (
        desk(iryna=200, other_officer=200, bohdan=200),
        desk(iryna=422, other_officer=422, bohdan=422),
    ),
}
OF_ROLES = ("accounts_staff:end_role", "accounts_staff:send_again")
PARAMETERS = {
    "pk": 0,
    "slug": "zarichchia",
    "kind": "emergency",
    "token": "none",
    "link": "none",
    "step": "where",
    "key": "none",
    "event": "report.received",
    "language": "uk",
    "number": 1,
    "variant": "full",
    "decision": "withdraw",
    "deed": "accept",
    "suffix": "csv",
    "typed": "kv47rm93",
    "name": "acknowledge",
}


def named(resolver=None, prefix=""):
    """Every name of the resolver but those of the configuration, with the names of its parameters."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from named(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif entry.name:
            yield prefix + entry.name, tuple(entry.pattern.regex.groupindex)


NAMED = dict(named())


def address_of(name, report):
    """The address with this name, at a report where it has one."""
    values = PARAMETERS | {"reference": report.reference}
    if name.startswith("messages_staff:"):
        values["key"] = "code"
    if name in OF_ROLES:
        values["pk"] = Role.objects.get(person__name="Iryna Koval").pk
    if name.startswith("referrals:"):
        values["referral"] = Referral.objects.get().pk
    return reverse(name, kwargs={parameter: values[parameter] for parameter in NAMED[name]})


def ask(client, method, address):
    """Ask, and undo whatever the answer did to the database and the browser."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = getattr(client, method)(address)
        if answer.streaming:
            list(answer.streaming_content)  # its end closes the file
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return answer


@pytest.fixture
def reports(areas, olena, council):
    """Olena's report and one that an anonymous reporter told, both in Zarichchia and not released.

    A third was passed on to the council.
    """
    snap_point = SnapPointFactory(area=areas.zarichchia)
    own = make_report(areas.zarichchia, reporter=olena, snap_point=snap_point)
    told = make_report(areas.zarichchia, category=own.category, snap_point=snap_point)
    passed_on = make_report(areas.zarichchia, category=own.category, snap_point=snap_point)
    refer_report(passed_on, by=None, organisation=council, words="Two lamps by the stairs")
    return SimpleNamespace(own=own, told=told)


@pytest.fixture
def client_of(reports, areas, human, client_for, olena, taras, iryna, bohdan, oksana, halyna, marko, administrator):
    """Return `client_of(actor)`: a browser in their hands."""
    other = PersonFactory()
    RoleFactory(person=other, area=areas.stare_misto)
    people = dict(zip(OF_STAFF, (iryna, other, bohdan, oksana, halyna, marko, administrator), strict=True))

    def client(actor):
        if actor in people:
            return client_for(people[actor])
        if actor in ("olena", "taras"):
            return client_for({"olena": olena, "taras": taras}[actor], factor=False)
        if actor == "no_factor":
            client_for(iryna)  # she has one, and has not shown it in this session
            return client_for(iryna, factor=False)
        browser = Client()
        if actor == "receipt":
            opened = browser.post(reverse("reports:receipt"), human | {"code": reports.told.secret_code})
            assert opened.status_code == 302, opened.context["form"].errors
        return browser

    return client


def test_every_address_stands_in_the_table():
    assert sorted(TABLE) == sorted(NAMED)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("actor", ACTORS)
def test_what_each_actor_gets(client_of, reports, drawn_once, actor, method):
    client = client_of(actor)
    drawn_once()
    report = reports.told if actor == "receipt" else reports.own

    got = {name: ask(client, method, address_of(name, report)).status_code for name in TABLE}

    assert got == {name: row[method == "post"][actor] for name, row in TABLE.items()}


def test_desk_without_the_factor_leads_to_the_factor(client_of, reports):
    client = client_of("no_factor")
    at_desk = [address for name in TABLE if (address := address_of(name, reports.own)).startswith("/desk/")]

    led = {ask(client, method, address)["Location"].split("?")[0] for address in at_desk for method in ("get", "post")}

    assert led == {"/accounts/again/second-factor/"}


@pytest.mark.parametrize("actor", ["anonymous", "bohdan", "administrator"])
def test_every_unsafe_verb_asks_for_the_token(client_of, reports, actor):
    client = client_of(actor)
    client.handler.enforce_csrf_checks = True
    takes_post = [name for name, (_get, post) in TABLE.items() if post[actor] not in (404, 405)]

    got = {name: ask(client, "post", address_of(name, reports.own)).status_code for name in takes_post}

    led = {
        name: 302 for name in takes_post if actor == "anonymous" and address_of(name, reports.own).startswith("/desk/")
    }
    assert got == dict.fromkeys(takes_post, 403) | led
