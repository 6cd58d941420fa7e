"""What is written for the public in both languages."""

from modeltranslation.translator import TranslationOptions, register

from apps.accounts.models import Organisation, Role


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "hours")


@register(Role)
class RoleTranslation(TranslationOptions):
    fields = ("title", "hours")
