"""The small bars of the page of deliveries."""

from django import template

register = template.Library()

WIDTH = 10  # of a bar and the gap after it, in units of the picture


@register.inclusion_tag("notifications/_arrivals.html")
def arrivals(bars, words, stretch):
    """Draw `Bar`s of `selectors.arrivals` with their sum; `words` name the sum, `stretch` what each bar stands for."""
    return {
        "total": sum(bar.count for bar in bars),
        "highest": max((bar.count for bar in bars), default=0),
        "words": words,
        "stretch": stretch,
        "width": WIDTH * len(bars) - 2,
        "first": bars[0],
        "last": bars[-1],
        # Nothing is drawn as a hairline, so that the time axis stands even on a quiet day.
        "bars": [(bar, WIDTH * place, 100 - max(bar.height, 2), max(bar.height, 2)) for place, bar in enumerate(bars)],
    }
