"""People, organisations and roles for tests."""

import factory
from allauth.account.models import EmailAddress

from apps.accounts.enums import Force, OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Person, Role


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
