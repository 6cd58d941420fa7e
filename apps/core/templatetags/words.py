"""Django's tags of languages, `{% load i18n %}`: `translate` looks a sentence up once a language, not each time."""

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    """`{% translate "Map" %}`, and all else that Django's tag can do."""
    node = i18n.do_translate(parser, token)
    return SentenceNode(node) if _is_sentence(node) else node


def _is_sentence(node):
    """Whether nothing of a page is in what a tag translates."""
    said, about = node.filter_expression, node.message_context
    is_literal = isinstance(said.var.literal, str) and not said.filters
    return is_literal and (about is None or (isinstance(about.var, str) and not about.filters))


class SentenceNode(template.Node):
    """A sentence of ours in the language of the page."""

    child_nodelists = ()

    def __init__(self, node):
        self.node, self.asvar = node, node.asvar
        node.asvar = None
        self.known = {}

    def render(self, context):
        """Return the sentence, or leave it in the page under its name."""
        language = get_language()
        words = self.known.get(language)
        if words is None:
            words = self.known[language] = self.node.render(context)
        if self.asvar is None:
            return words
        context[self.asvar] = words
        return ""
