"""Names that exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from apps.areas.models import Area, GazetteerEntry, SnapPoint


@register(Area)
class AreaTranslation(TranslationOptions):
    fields = ("name", "description")


@register(SnapPoint)
class SnapPointTranslation(TranslationOptions):
    fields = ("name",)


@register(GazetteerEntry)
class GazetteerEntryTranslation(TranslationOptions):
    fields = ("name",)
