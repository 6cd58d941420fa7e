"""The people of the invented town. Their passwords and second factors are published: they exist in the demo alone."""

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Force, OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Person
from apps.accounts.services.roles import give_role, make_person
from apps.areas.models import Area
from apps.core.errors import DomainError

PASSWORD = "vyshnehrad-demo"  # noqa: S105 - published on purpose
CODE_SECONDS = 30


class NotTheDemo(DomainError):
    """Published accounts are refused on a portal that is not the demo."""

    code = "not_the_demo"


@dataclass(frozen=True)
class DemoPerson:
    """One person: `areas` are slugs in the hromada's tree (none: the hromada), `secret` of the authenticator app."""

    key: str
    name: str
    about: str
    role: str = ""
    areas: tuple = ()
    organisation: str = ""
    title_uk: str = ""
    title_en: str = ""
    phone: str = ""
    secret: str = ""
    hours_uk: str = ""
    hours_en: str = ""

    @property
    def email(self):
        """The address; mail to it goes nowhere but into the demo's mailbox."""
        return f"{self.key}@{settings.DEMO_DOMAIN}"

    @property
    def code(self):
        """The six digits that this person's authenticator app shows now."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // CODE_SECONDS)) if self.secret else ""


ORGANISATIONS = {
    "police": (
        OrganisationKind.POLICE,
        Force.DISTRICT,
        "Вишнеградський відділ поліції",
        "Vyshnehrad police unit",
        "050 000 14 00",
        "пн–пт 9:00–18:00",
        "Mon to Fri, 9:00 to 18:00",
    ),
    "duty": (
        OrganisationKind.POLICE,
        Force.DUTY,
        "Чергова частина Вишнеградського відділу поліції",
        "Duty unit of the Vyshnehrad police",
        "050 000 14 01",
        "цілодобово",
        "day and night",
    ),
    "lighting": (
        OrganisationKind.AUTHORITY,
        "",
        "Міськрада, відділ освітлення",
        "Council, lighting",
        "050 000 15 01",
        "пн–пт 8:00–17:00",
        "Mon to Fri, 8:00 to 17:00",
    ),
    "roads": (
        OrganisationKind.AUTHORITY,
        "",
        "Міськрада, управління доріг",
        "Council, roads",
        "050 000 15 02",
        "пн–пт 8:00–17:00",
        "Mon to Fri, 8:00 to 17:00",
    ),
    "housing": (
        OrganisationKind.AUTHORITY,
        "",
        "Міськрада, відділ житла",
        "Council, housing",
        "050 000 15 03",
        "пн–пт 8:00–17:00",
        "Mon to Fri, 8:00 to 17:00",
    ),
    "experts": (
        OrganisationKind.EXPERT,
        "",
        "Центр безпечних міст",
        "Centre for Safe Towns",
        "",
        "",
        "",
    ),
}

PEOPLE = (
    DemoPerson(
        "iryna",
        "Ірина Коваль",
        _("officer of Zarichchia: her queue, answers, releases"),
        RoleKind.OFFICER,
        ("zarichchia",),
        "police",
        "Поліцейська офіцерка Заріччя",
        "Officer for Zarichchia",
        "050 000 14 02",
        "OFFICERIRYNAKOVALDEMOSECRETAAAAA",
        "пн–пт 9:00–20:00",
        "Mon to Fri, 9:00 to 20:00",
    ),
    DemoPerson(
        "hnatiuk",
        "Тарас Гнатюк",
        _("officer of Zarichchia, nights and weekends"),
        RoleKind.OFFICER,
        ("zarichchia",),
        "police",
        "Поліцейський офіцер Заріччя, ночі та вихідні",
        "Officer for Zarichchia, nights and weekends",
        "050 000 14 03",
        "OFFICERTARASHNATIUKDEMOSECRETAAA",
        "чт–нд 16:00–24:00",
        "Thu to Sun, 16:00 to 24:00",
    ),
    DemoPerson(
        "larysa",
        "Лариса Шевчук",
        _("officer of the old town"),
        RoleKind.OFFICER,
        ("stare-misto",),
        "police",
        "Поліцейська офіцерка Старого Міста",
        "Officer for Stare Misto",
        "050 000 14 04",
        "OFFICERLARYSASHEVCHUKDEMOSECRETA",
    ),
    DemoPerson(
        "yurii",
        "Юрій Дмитрук",
        _("officer of the station quarter, Lisovyi and Sadove"),
        RoleKind.OFFICER,
        ("vokzalnyi", "lisovyi", "sadove"),
        "police",
        "Поліцейський офіцер Вокзального, Лісового та Садового",
        "Officer for Vokzalnyi, Lisovyi and Sadove",
        "050 000 14 06",
        "OFFICERYURIIDMYTRUKDEMOSECRETAAA",
    ),
    DemoPerson(
        "hanna",
        "Ганна Ковтун",
        _("officer of the villages"),
        RoleKind.OFFICER,
        ("lypivka", "verbivka"),
        "police",
        "Поліцейська офіцерка Липівки та Вербівки",
        "Officer for Lypivka and Verbivka",
        "050 000 14 07",
        "OFFICERHANNAKOVTUNDEMOSECRETAAAA",
    ),
    DemoPerson(
        "bohdan",
        "Богдан Мельник",
        _("supervisor of the whole hromada: sealed reports, reassigning"),
        RoleKind.SUPERVISOR,
        (),
        "police",
        "Начальник сектору превенції",
        "Head of prevention",
        "050 000 14 05",
        "SUPERVISORBOHDANMELNYKDEMOSECRET",
    ),
    DemoPerson(
        "oksana",
        "Оксана Лисенко",
        _("council, lighting: answers what is passed on to it"),
        RoleKind.AUTHORITY,
        (),
        "lighting",
        "Секретарка міської ради",
        "Secretary of the council",
        "050 000 15 10",
        "COUNCILOKSANALYSENKODEMOSECRETAA",
    ),
    DemoPerson(
        "halyna",
        "Галина Біла",
        _("librarian in Zarichchia: takes reports down for those who cannot write them"),
        RoleKind.FACILITATOR,
        ("zarichchia",),
        "",
        "Завідувачка бібліотеки Заріччя",
        "Head of the library of Zarichchia",
        "050 000 15 20",
        "FACILITATORHALYNABILADEMOSECRETA",
    ),
    DemoPerson(
        "marko",
        "Марко Сидоренко",
        _("independent expert"),
        RoleKind.EXPERT,
        (),
        "experts",
        "Незалежний експерт",
        "Independent expert",
        "",
        "EXPERTMARKOSYDORENKODEMOSECRETAA",
    ),
    DemoPerson(
        "admin",
        "Віра Бондар",
        _("administrator: areas, categories, people; reads no reports"),
        RoleKind.ADMINISTRATOR,
        (),
        "",
        "Адміністраторка порталу",
        "Administrator of the portal",
        "",
        "ADMINISTRATORVIRABONDARDEMOSECRE",
    ),
    DemoPerson(
        "admin2",
        "Петро Кравець",
        _("second administrator: two are needed to remove a lost factor"),
        RoleKind.ADMINISTRATOR,
        (),
        "",
        "Адміністратор порталу",
        "Administrator of the portal",
        "",
        "ADMINISTRATORPETROKRAVETSDEMOSEC",
    ),
    DemoPerson("olena", "Олена Савчук", _("resident of Zarichchia"), areas=("zarichchia",)),
    DemoPerson("nadiia", "Надія Петренко", _("resident of Zarichchia"), areas=("zarichchia",)),
    DemoPerson("andrii", "Андрій Ткаченко", _("resident of the old town"), areas=("stare-misto",)),
    DemoPerson("sofiia", "Софія Романюк", _("resident of the old town"), areas=("stare-misto",)),
)


@transaction.atomic
def make_demo_people(hromada, *, since):
    """Make the organisations and people of the town in this hromada; return {key: person}.

    `since` is the date from which the roles are held. Repeating it adds what is missing. Raises `NotTheDemo` outside
    the demo. Where the hromada has none of a person's areas, they get the hromada itself.
    """
    if not settings.DEMO:
        raise NotTheDemo("These accounts and their passwords are published: they are made only where DEMO is on.")
    below = {area.slug: area for area in Area.objects.get_descendants(hromada).defer("boundary")}
    organisations = {key: _organisation(key, facts, hromada) for key, facts in ORGANISATIONS.items()}
    people = {}
    for demo in PEOPLE:
        areas = [below[slug] for slug in demo.areas if slug in below] or [hromada]
        person = make_person(
            demo.email,
            name=demo.name,
            language="uk",
            home_area=None if demo.role else areas[0],
            password=PASSWORD,
            proven=True,
        )
        if demo.role and not person.roles.exists():
            for area in areas:
                give_role(
                    person,
                    demo.role,
                    area,
                    organisation=organisations.get(demo.organisation),
                    title_uk=demo.title_uk,
                    title_en=demo.title_en,
                    phone=demo.phone,
                    hours_uk=demo.hours_uk,
                    hours_en=demo.hours_en,
                    starts_on=since,
                )
        if demo.secret and not person.has_second_factor:
            TOTP.activate(person, demo.secret)
        people[demo.key] = person
    return people


def demo_people_present():
    """Return the DemoPerson of everybody on the list who is in the database; nobody outside the demo."""
    if not settings.DEMO:
        return []
    known = set(Person.objects.filter(email__in=[demo.email for demo in PEOPLE]).values_list("email", flat=True))
    return [demo for demo in PEOPLE if demo.email in known]


def _organisation(name, facts, hromada):
    kind, force, name_uk, name_en, phone, hours_uk, hours_en = facts
    organisation, made = Organisation.objects.get_or_create(
        name_uk=name_uk,
        defaults={
            "kind": kind,
            "force": force,
            "name_en": name_en,
            "phone": phone,
            "email": f"{name}@vyshnehrad.example",
            "hours_uk": hours_uk,
            "hours_en": hours_en,
        },
    )
    if made:
        organisation.areas.add(hromada)
    return organisation
