"""Pages by key, never by offset: page 1,000 costs what page 1 costs."""

from contextlib import nullcontext
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Q


class KeysetPage:
    """One page of a queryset in the order of `fields`, the last of which must be unique.

    `fields` are names as for `order_by`, all columns not null, e.g. `("-submitted_at", "-pk")`. `cursor` is the text of
    an earlier page's `next_cursor` or `previous_cursor`; one that cannot be read gives the first page.
    `asked_in(*values)` returns the block in which the rows are asked for, given the values after which they stand.
    """

    def __init__(self, queryset, *, fields, cursor="", size=50, asked_in=lambda *_values: nullcontext()):
        self.fields = fields
        # Signed for this order of this model: a cursor of another list, or one that was written by hand, is unreadable.
        self.signer = Signer(salt=f"{queryset.model._meta.label} {fields}")
        self.size = size
        backwards, values = self._read(cursor)
        order = [self._flip(field) for field in fields] if backwards else list(fields)
        rows = queryset.order_by(*order)
        if values:
            rows = rows.filter(self._after(order, values))
        with asked_in(*values):
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
            values.append({type(value).__name__: value.isoformat()} if isinstance(value, date) else value)
        return self.signer.sign_object([int(backwards), *values])

    def _read(self, cursor):
        try:
            backwards, *values = self.signer.unsign_object(cursor)
        except BadSignature:
            return False, []
        return bool(backwards), [self._moment(value) if isinstance(value, dict) else value for value in values]

    @staticmethod
    def _moment(value):
        ((kind, text),) = value.items()
        return {"date": date, "datetime": datetime}[kind].fromisoformat(text)
