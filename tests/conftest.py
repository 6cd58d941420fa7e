"""The fixed cast, on a small fixed map.

The hromada of Vyshnehrad is the rectangle from (30.00, 50.00) to (30.04, 50.02); its western half is Zarichchia, its
eastern half Stare Misto. Points are (lon, lat) in EPSG:4326.
"""

import gc
import ipaddress
import socket
import time
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.core.signing import TimestampSigner, b62_encode
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpResponseNotFound

from apps.accounts.enums import Force, OrganisationKind, RoleKind
from apps.accounts.hashers import PortalArgon2Hasher
from apps.areas.enums import AreaKind
from apps.core.forms import HumanForm
from apps.core.views import page_not_found
from apps.reports.map.snapshot.reader import reader
from copportal import urls
from tests.factories.accounts import OrganisationFactory, PersonFactory, RoleFactory, signed_in
from tests.factories.areas import plant, square
from tests.template_database import template

# While the tests are loaded nothing becomes garbage: to look for it took a quarter of that time.
gc.disable()

# Tables that Django would at once fill again with what it found there.
MADE_AGAIN = ("auth_permission", "django_content_type")
# The files whose few tests take long.
LONG = (
    "tests/test_canary.py",
    "tests/faults/",
    "tests/journeys/",
    "tests/core/test_backups.py",
    "tests/test_access.py",
    "tests/reports/wizard/",
    "tests/attachments/test_photos.py",  # asks no database, so pytest-django would put it at the very end
)


def pytest_collection_modifyitems(items):
    """Begin with the long files: at the end one worker would wait for the other."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish():
    """Spare the collector what was imported: it lives to the end."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _loopback_only():
    """Refuse every connection from the tests' own process to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        by_network = self.family in (socket.AF_INET, socket.AF_INET6) and address[0] != "localhost"
        if by_network and not ipaddress.ip_address(address[0]).is_loopback:
            raise RuntimeError(f"A test wanted to connect to {address[0]}: only loopback is allowed.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_row_by_row():
    """Empty the tables after a test that commits by deleting their few rows; TRUNCATE makes hundreds of files anew.

    The lock waits, as that of TRUNCATE does, for whatever a killed process had begun.
    """

    def sql_flush(self, style, tables, **options):
        named = [self.quote_name(table) for table in tables if table not in MADE_AGAIN]
        return [
            f"LOCK TABLE {', '.join(named)} IN ACCESS EXCLUSIVE MODE",
            "SET LOCAL session_replication_role = replica",  # without triggers: no row of the audit may be deleted
            *(f"DELETE FROM {table}" for table in named),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_of_little_memory():
    """Hash passwords by the portal's own algorithm at its least cost: to be slow is all that the other brings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PortalArgon2Hasher, "time_cost", 1)
        patch.setattr(PortalArgon2Hasher, "memory_cost", 8)  # KiB
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """The media folder, empty for every test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    """What other tests computed is forgotten; the header's town stands as known to be none, so that counts of queries
    are those of the page.
    """
    caches["recomputed"].clear()
    caches["recomputed"].set("areas.only_hromada", False, None)


@pytest.fixture(autouse=True)
def _map_of_its_own():
    """No snapshot of another test is in memory."""
    reader.__init__()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The test database is a copy of one in which the migrations have run."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture
def drawn_once(monkeypatch):
    """Return `drawn_once(told_apart=…)`: from then on of all pages "not found" that `told_apart(request)` gives one
    value the first is drawn, and the others are empty.

    For whoever asks at hundreds of addresses that are not there: it is one page, and takes as long as any other.
    """

    def begin(told_apart=lambda request: None):
        drawn = set()

        def not_found(request, exception):
            if (kind := told_apart(request)) in drawn:
                return HttpResponseNotFound()
            drawn.add(kind)
            return page_not_found(request, exception)

        monkeypatch.setattr(urls, "handler404", not_found)

    return begin


@pytest.fixture
def human():
    """What a form open to strangers carries when a person has looked at it for a minute."""
    moment = TimestampSigner(salt=HumanForm.SALT)
    with patch.object(TimestampSigner, "timestamp", lambda self: b62_encode(int(time.time()) - 60)):
        return {"website": "", "opened_at": moment.sign("")}


CAST = (
    ("country", AreaKind.COUNTRY, "UA", "ukraine", "Україна", "Ukraine", square(22, 44, 40, 52)),
    ("oblast", AreaKind.OBLAST, "UA99", "tykha-oblast", "Тихинська область", "Tykha Oblast", square(29, 49, 31, 51)),
    (
        *("raion", AreaKind.RAION, "UA9901", "vyshnehrad-raion", "Вишнеградський район", "Vyshnehrad Raion"),
        square(29.5, 49.5, 30.5, 50.5),
    ),
    (
        *("hromada", AreaKind.HROMADA, "UA990101", "vyshnehrad", "Вишнеград", "Vyshnehrad"),
        square(30.00, 50.00, 30.04, 50.02),
    ),
    (
        *("zarichchia", AreaKind.NEIGHBOURHOOD, "UA99010101", "zarichchia", "Заріччя", "Zarichchia"),
        square(30.00, 50.00, 30.02, 50.02),
    ),
    (
        *("stare_misto", AreaKind.NEIGHBOURHOOD, "UA99010102", "stare-misto", "Старе Місто", "Stare Misto"),
        square(30.02, 50.00, 30.04, 50.02),
    ),
)


@pytest.fixture
def areas(db):
    """The tree: country > oblast > raion > hromada > zarichchia, stare_misto."""
    return SimpleNamespace(**plant(CAST))


@pytest.fixture
def police(areas):
    """The district police unit of the hromada."""
    unit = OrganisationFactory(
        name_uk="Вишнеградський відділ поліції", name_en="Vyshnehrad police unit", phone="+380 44 000 00 10"
    )
    unit.areas.add(areas.hromada)
    return unit


@pytest.fixture
def duty_unit(areas):
    """The unit on duty day and night."""
    unit = OrganisationFactory(
        force=Force.DUTY, name_uk="Чергова частина", name_en="Duty unit", email="duty@vyshnehrad.example"
    )
    unit.areas.add(areas.hromada)
    return unit


@pytest.fixture
def council(areas):
    """The roads department of the council."""
    body = OrganisationFactory(
        kind=OrganisationKind.AUTHORITY, force="", name_uk="Управління доріг", name_en="Roads department"
    )
    body.areas.add(areas.hromada)
    return body


@pytest.fixture
def olena(areas):
    """A resident of Zarichchia."""
    return PersonFactory(name="Olena Savchuk", email="olena@example.org", home_area=areas.zarichchia)


@pytest.fixture
def taras(areas):
    """Olena's neighbour, a resident too."""
    return PersonFactory(name="Taras Petrenko", email="taras@example.org", home_area=areas.zarichchia)


@pytest.fixture
def iryna(areas, police):
    """The officer of Zarichchia."""
    person = PersonFactory(name="Iryna Koval", email="iryna@example.org")
    RoleFactory(person=person, kind=RoleKind.OFFICER, area=areas.zarichchia, organisation=police)
    return person


@pytest.fixture
def bohdan(areas, police):
    """The supervisor of the hromada."""
    person = PersonFactory(name="Bohdan Melnyk", email="bohdan@example.org")
    RoleFactory(person=person, kind=RoleKind.SUPERVISOR, area=areas.hromada, organisation=police)
    return person


@pytest.fixture
def oksana(areas, council):
    """The council's authority for the hromada."""
    person = PersonFactory(name="Oksana Lysenko", email="oksana@example.org")
    RoleFactory(person=person, kind=RoleKind.AUTHORITY, area=areas.hromada, organisation=council)
    return person


@pytest.fixture
def halyna(areas):
    """A facilitator of Zarichchia: the librarian."""
    person = PersonFactory(name="Halyna Bila", email="halyna@example.org")
    RoleFactory(person=person, kind=RoleKind.FACILITATOR, area=areas.zarichchia)
    return person


@pytest.fixture
def marko(areas):
    """An independent expert for the hromada."""
    person = PersonFactory(name="Marko Sydorenko", email="marko@example.org")
    RoleFactory(person=person, kind=RoleKind.EXPERT, area=areas.hromada)
    return person


@pytest.fixture
def administrator(areas):
    """The administrator of the whole country."""
    person = PersonFactory(name="Admin", email="admin@example.org")
    RoleFactory(person=person, kind=RoleKind.ADMINISTRATOR, area=areas.country)
    return person


@pytest.fixture
def client_for(db):
    """Return `signed_in(person, factor=True)`."""
    return signed_in
