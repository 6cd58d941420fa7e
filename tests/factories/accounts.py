"""People, organisations and roles for tests."""

import time

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from apps.accounts import gate
from apps.accounts.enums import Force, OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Person, Role

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A district police unit."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.POLICE
    force = Force.DISTRICT
    name_uk = factory.Sequence(lambda number: f"Відділ {number}")
    name_en = factory.Sequence(lambda number: f"Unit {number}")


class PersonFactory(factory.django.DjangoModelFactory):
    """A person with a verified address; `password` is set when given."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, password=None, **fields):
        person = model_class.objects.create_user(password=password, **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person


class RoleFactory(factory.django.DjangoModelFactory):
    """An officer's role; pass `person` and `area` of your own where they matter."""

    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory)
    kind = RoleKind.OFFICER


def signed_in(person, *, factor=True, host="testserver"):
    """Return a client in which a person is signed in, the second factor verified in this session.

    With `factor=False` the person is signed in by a mailed code alone and has no second factor.
    """
    client = Client(SERVER_NAME=host)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    if factor:
        authenticator = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
        if authenticator is None:
            authenticator = TOTP.activate(person, TOTP_SECRET).instance
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": authenticator.type}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session[gate.SEEN] = time.time()  # the first page of the desk writes it; here every page costs the same
        session.save()
    return client
