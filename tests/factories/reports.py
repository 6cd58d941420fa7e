"""Categories and reports for tests; reports come in through the intake service, as in life."""

import factory

from apps.reports.enums import Nature, Sensitivity
from apps.reports.models import Category
from apps.reports.services.drafts import open_draft
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


def make_report(area, **fields):
    """File a report in an area; returns it with its secret code as the attribute `secret_code` ("" when signed in)."""
    fields.setdefault("category", None)
    if fields["category"] is None:
        fields["category"] = CategoryFactory()
    fields.setdefault("words", "Two lamps by the stairs are dark.")
    report, code = submit_report(area=area, **fields)
    report.secret_code = code
    return report


def open_complete_drafts(count, *, area, category):
    """Open drafts that answer every question of the wizard and wait to be sent; return their tokens."""
    return [
        open_draft(
            danger="no",
            where={"area": area.pk, "label": "Zarichchia", "words": "Zarichchia"},
            what={"category": category.code},
            details={
                "category": category.code,
                "answers": {},
                "recurrence": "once",
                "happened_on": "",
                "happened_text": "",
                "words": "Two lamps by the stairs are dark.",
            },
            similar={"for": f"None {category.code}", "found": False},
            you={"how": "contact", "email": f"reporter{number}@example.org"},
        )[1]
        for number in range(count)
    ]
