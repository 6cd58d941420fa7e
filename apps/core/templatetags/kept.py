"""Parts of pages that are alike for everybody, drawn once: `{% load kept %}`."""

from django import template
from django.template.base import token_kwargs
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 200  # drawings of one part


@register.tag
def kept(parser, token):
    """`{% kept SITE_NAME=SITE_NAME place=place %}…{% endkept %}`: drawn once a language and for each of these values.

    Inside, these values can be read and nothing else of the page: no request, no person, no token of a form. They are
    words, numbers and switches.
    """
    name, *words = token.split_contents()
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{name} takes name=value alone, not {' '.join(words)}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)


class KeptNode(template.Node):
    """What stands between `kept` and `endkept`."""

    def __init__(self, values, nodelist):
        self.values, self.nodelist = values, nodelist
        self.drawn = {}

    def render(self, context):
        """Return the part as it was drawn for the first who needed it like this."""
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = (get_language(), *values.values(), *map(type, values.values()))
        drawn = self.drawn.get(key)
        if drawn is None:
            drawn = self._draw(values, context)
            if len(self.drawn) >= MOST_KEPT:
                self.drawn.clear()
            self.drawn[key] = drawn
        return drawn

    def _draw(self, values, context):
        for name, value in values.items():
            if not isinstance(value, str | int | None):
                raise TypeError(f"{name} is no word, number or switch: {type(value).__name__}")
        alone = template.Context(values)
        alone.template = context.template
        return self.nodelist.render(alone)
