"""What is written for the public in both languages."""

from modeltranslation.translator import TranslationOptions, register

from apps.reports.models import Category


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "description", "keywords", "responsible_text")
