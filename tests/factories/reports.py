"""Categories and reports for tests; reports come in through the intake service, as in life."""

import factory
from django.contrib.gis.geos import Point

from apps.areas.models import SnapPoint
from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Category
from apps.reports.services.intake import submit_report


class CategoryFactory(factory.django.DjangoModelFactory):
    """An open public-order category below a group of its own."""

    class Meta:
        model = Category

    code = factory.Sequence(lambda number: f"category-{number}")
    name_uk = factory.Sequence(lambda number: f"Категорія {number}")
    name_en = factory.Sequence(lambda number: f"Category {number}")
    nature = Nature.PUBLIC_ORDER
    sensitivity = Sensitivity.OPEN
    parent = factory.LazyAttribute(
        lambda own: Category.objects.get_or_create(code="group", defaults={"name_uk": "Група", "name_en": "Group"})[0]
    )


class SnapPointFactory(factory.django.DjangoModelFactory):
    """A public place in the west of Vyshnehrad that stands for enough addresses."""

    class Meta:
        model = SnapPoint

    code = factory.Sequence(lambda number: f"snap-{number}")
    name_uk = "Млинова, біля містка"
    name_en = "Mlynova St, by the footbridge"
    point = Point(30.011, 50.011, srid=4326)
    address_count = 12


def make_report(area, **fields):
    """File a report in an area; returns it with its secret code as the attribute `secret_code` ("" when signed in)."""
    fields.setdefault("category", None)
    if fields["category"] is None:
        fields["category"] = CategoryFactory()
    fields.setdefault("words", "Two lamps by the stairs are dark.")
    report, code = submit_report(area=area, **fields)
    report.secret_code = code
    return report
