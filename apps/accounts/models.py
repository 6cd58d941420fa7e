"""People, organisations, and the roles that people hold in areas."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from rules import has_perm as rule_allows

from apps.accounts.enums import DESK_ROLES, Force, OrganisationKind, RoleKind
from apps.accounts.managers import PersonManager
from apps.accounts.querysets import OrganisationQuerySet, RoleQuerySet
from apps.areas.models import Area
from apps.core.models import TimeStamped
from apps.core.planning import Question


class Organisation(TimeStamped):
    """A police unit, a body of the local authority, a residents' group or an expert body."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    force = models.CharField(_("force"), max_length=20, choices=Force.choices, blank=True)
    name = models.CharField(_("name"), max_length=160)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=160, blank=True)
    areas = models.ManyToManyField(Area, related_name="organisations", blank=True, verbose_name=_("areas it serves"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name


def new_session_stamp():
    """Return a random word; sessions that were opened under another one are over."""
    return get_random_string(16)


class Person(AbstractBaseUser, TimeStamped):
    """Everyone who signs in; a resident unless a role says more."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    home_area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("home area")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    session_stamp = models.CharField(max_length=16, default=new_session_stamp, editable=False)

    # Set by the gate on the person of a request whose session has shown no second factor.
    desk_is_shut = False

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        """The name, or the address where no name was given."""
        return str(self)

    def get_short_name(self):
        """The first name, for a greeting."""
        return str(self).split()[0]

    @property
    def initials(self):
        """One or two capital letters for the avatar."""
        return "".join(word[0] for word in str(self).split()[:2]).upper()

    def _get_session_auth_hash(self, secret=None):
        # Django's own covers the password alone; with the stamp a session also ends when a factor changes.
        return salted_hmac(
            "apps.accounts.session", f"{self.password}{self.session_stamp}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def has_second_factor(self):
        """Whether an authenticator app or a passkey is enrolled (recovery codes alone are none)."""
        return self.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def has_perm(self, perm, obj=None):
        """Ask the rule set alone; nobody is above it."""
        return self.is_active and rule_allows(perm, self, obj)

    def has_module_perms(self, app_label):
        """Django admin asks for models that are none of ours; they are not shown."""
        return False

    def roles_in_force(self):
        """The roles in force now, with their areas, read once per request's person object."""
        if not hasattr(self, "_roles_in_force"):
            self._roles_in_force = ROLES_OF.all(self.pk, timezone.localdate())
            for role in self._roles_in_force:
                role.person = self
        return self._roles_in_force

    def roles_held(self):
        """The roles that count now: those of the desk only once the second factor was shown in this session."""
        return [role for role in self.roles_in_force() if not (self.desk_is_shut and role.kind in DESK_ROLES)]

    def roles_as(self, *kinds):
        """The roles of these kinds that count now."""
        return [role for role in self.roles_held() if role.kind in kinds]

    def areas_as(self, *kinds):
        """The areas in which the person holds one of these roles (each reaches its whole subtree)."""
        return [role.area for role in self.roles_as(*kinds)]

    def holds(self, *kinds, area=None):
        """Whether the person holds one of these roles, in the area or anywhere above it."""
        return any(area is None or area.path.startswith(held.path) for held in self.areas_as(*kinds))

    @property
    def is_desk_staff(self):
        """Whether a role of theirs opens the desk, once they show a second factor."""
        return any(role.kind in DESK_ROLES for role in self.roles_in_force())

    @property
    def is_staff(self):
        """Django admin's name for who may open it: administrators (a second factor is asked as well)."""
        return self.holds(RoleKind.ADMINISTRATOR)


class Role(TimeStamped):
    """What a person may do in an area and its whole subtree, for a period."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles", verbose_name=_("person"))
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="roles", verbose_name=_("area"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("organisation"),
    )
    title = models.CharField(_("title on public pages"), max_length=120, blank=True)
    phone = models.CharField(
        _("phone on public pages"), max_length=40, blank=True, help_text=_("the service number, never a private one")
    )
    hours = models.CharField(
        _("hours on public pages"), max_length=160, blank=True, help_text=_("empty: those of the organisation")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("the first day on which it no longer holds")
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}, {self.area}"


def _roles_of(person, day):
    roles = Role.objects.in_force(day).filter(person=person).order_by("pk")
    return roles.select_related("area", "organisation").defer("area__boundary")


ROLES_OF = Question(_roles_of, int, date)  # every page of whoever is signed in asks for them


class FactorReset(TimeStamped):
    """A lost second factor that one administrator asks to remove and another confirms."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="factor_resets", verbose_name=_("person"))
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("removal of a lost second factor")
        verbose_name_plural = _("removals of lost second factors")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(confirmed_at__isnull=True), name="one_open_factor_reset"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="factor_reset_by_two_people",
            ),
        ]

    def __str__(self):
        return str(self.person)
