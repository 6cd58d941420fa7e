"""Pages by key, never by offset: page 1,000 costs what page 1 costs."""

import base64
import json
from datetime import datetime

from django.db.models import Q


class KeysetPage:
    """One page of a queryset in the order of `fields`, the last of which must be unique.

    `fields` are names as for `order_by`, all columns not null, e.g. `("-submitted_at", "-pk")`. `cursor` is the text of
    an earlier page's `next_cursor` or `previous_cursor`; one that cannot be read gives the first page.
    """

    def __init__(self, queryset, *, fields, cursor="", size=50):
        self.fields = fields
        self.size = size
        backwards, values = self._read(cursor)
        order = [self._flip(field) for field in fields] if backwards else list(fields)
        rows = queryset.order_by(*order)
        if values:
            rows = rows.filter(self._after(order, values))
        found = list(rows[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        self.rows = found
        has_next = bool(values) if backwards else more
        has_previous = more if backwards else bool(values)
        self.next_cursor = self._write(found[-1], backwards=False) if found and has_next else ""
        self.previous_cursor = self._write(found[0], backwards=True) if found and has_previous else ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @staticmethod
    def _flip(field):
        return field[1:] if field.startswith("-") else f"-{field}"

    @staticmethod
    def _after(order, values):
        """Rows after the values in the given order, as (a > x) or (a = x and b > y)."""
        condition, equal = Q(), Q()
        for field, value in zip(order, values, strict=True):
            name, operator = field.lstrip("-"), "lt" if field.startswith("-") else "gt"
            condition |= equal & Q(**{f"{name}__{operator}": value})
            equal &= Q(**{name: value})
        first = order[0].lstrip("-")
        bound = "lte" if order[0].startswith("-") else "gte"
        return Q(**{f"{first}__{bound}": values[0]}) & condition  # the bound lets the index find the start

    def _write(self, row, *, backwards):
        values = []
        for field in self.fields:
            value = row
            for part in field.lstrip("-").split("__"):
                value = getattr(value, part)
            values.append({"t": value.isoformat()} if isinstance(value, datetime) else value)
        return base64.urlsafe_b64encode(json.dumps([int(backwards), *values]).encode()).decode().rstrip("=")

    def _read(self, cursor):
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            backwards, *values = json.loads(base64.urlsafe_b64decode(padded))
            values = [datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value for value in values]
        except (ValueError, TypeError, KeyError):
            return False, None
        readable = len(values) == len(self.fields) and all(isinstance(v, int | str | datetime) for v in values)
        return (bool(backwards), values) if readable else (False, None)
