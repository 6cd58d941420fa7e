"""Statements that the database plans once a connection: over the many indexes of reports that takes 1 to 8 ms."""

import copy
from collections import OrderedDict
from datetime import date, datetime, timedelta
from itertools import count
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import NotSupportedError, connection
from django.db.models import Prefetch
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import get_language

MOST = 80  # statements that one connection keeps, 0.2 MB each and some up to a megabyte: those that were used last
_PLACE_OF = {  # nobody's values
    int: lambda number: (1 << 62) + number,
    str: lambda number: f"\ue000{number}",
    date: lambda number: date.max - timedelta(days=number),
}
_kept = WeakKeyDictionary()  # the driver's connection: {statement: its name there}, the one used last at the end
_numbers = count()


def planned_once(*given):
    """Return a block in which a SELECT of one shape is planned once and then used again by this connection.

    `given` are the values that differ from one asking to the next, moments need not be named. All others stand in the
    statement itself, so that indexes which hold a part of the rows are found. What is not named and differs is no
    mistake, only another statement. For rows found by a unique value, and for the lists of one report, person or area:
    what else is best depends on the values.
    """
    return connection.execute_wrapper(_Planned(given))


class _Planned:
    """What Django calls in place of the cursor's own `execute`."""

    def __init__(self, given):
        self.given = given

    def __call__(self, execute, sql, params, many, context):
        # A pooler lends another connection for each transaction, and that one knows none of our names.
        if many or not params or not sql.startswith("SELECT") or settings.DATABASE_POOLED:
            return execute(sql, params, many, context)
        statement, values = self._parted(sql, params, context["cursor"])
        kept = _kept.setdefault(context["connection"].connection, OrderedDict())
        if statement in kept:
            kept.move_to_end(statement)
        else:
            if len(kept) >= MOST:
                _statement, name = kept.popitem(last=False)
                execute(f"DEALLOCATE {name}", None, False, context)
            name = f"planned_{next(_numbers)}"
            execute(f"PREPARE {name} AS {statement}", None, False, context)
            kept[statement] = name
        holes = f"({', '.join(['%s'] * len(values))})" if values else ""
        try:
            return execute(f"EXECUTE {kept[statement]}{holes}", values or None, False, context)
        except NotSupportedError:  # a migration has changed the type of a column
            del kept[statement]
            if context["connection"].in_atomic_block:
                raise
            return execute(sql, params, many, context)

    def _parted(self, sql, params, cursor):
        """The statement with numbered places for what differs, and what stands in them this time."""
        parts, values = [], []
        for value in params:
            # Of the same type: True equals the number 1, and is nobody's.
            if isinstance(value, datetime) or any(type(value) is type(one) and value == one for one in self.given):
                values.append(value)
                parts.append(f"${len(values)}")
            else:
                parts.append(cursor.mogrify("%s", [value]).decode())
        return sql % tuple(parts), values


class Question:
    """A SELECT of model instances of one shape, which Django puts into SQL once and the database plans once.

    `ask` makes the queryset from the values that differ; `kinds` are their types (int, str or date), and they may stand
    in it as parameters alone: what it looks like must not depend on them. The one moment that it may hold is the
    present; a day must be one of the values. Raises ValueError at the first asking where it holds another, or not each
    of the values as it is.
    """

    def __init__(self, ask, *kinds):
        self.ask = ask
        self.places = [_PLACE_OF[kind](number) for number, kind in enumerate(kinds)]
        self.written = {}  # {language: (queryset, compiler, SQL, parameters)}

    def first(self, *values):
        """Return what is found for some values, or None; of several any one."""
        found = self.all(*values)
        return found[0] if found else None

    def all(self, *values):
        """Return all that is found for some values, in the order of the queryset."""
        queryset, compiler, sql, parameters = self._in_sql()
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A lock outside a transaction holds nothing.")
        rows = self._answer(sql, parameters, values)
        compiler, found = copy.copy(compiler), queryset.all()
        found._prefetch_related_lookups = tuple(map(_own, queryset._prefetch_related_lookups))
        compiler.connection, compiler.execute_sql = connection, lambda *_args, **_options: [rows]
        found.query.get_compiler = lambda *_args, **_options: compiler
        return list(found)

    def count(self, *values):
        """Return how many are found for some values."""
        _queryset, _compiler, sql, parameters = self._in_sql()
        # What is put together is what Django wrote; values stay parameters.
        ((number,),) = self._answer(f"SELECT count(*) FROM ({sql}) AS these", parameters, values)  # noqa: S608
        return number

    def _answer(self, sql, parameters, values):
        given, now = dict(zip(self.places, values, strict=True)), timezone.now()
        asked = [now if isinstance(value, datetime) else given.get(value, value) for value in parameters]
        with planned_once(*values), connection.cursor() as cursor:
            cursor.execute(sql, asked)
            return cursor.fetchall()

    def _in_sql(self):
        language = get_language()  # names of translated fields may be other columns in another one
        if language not in self.written:
            queryset = self.ask(*self.places)
            compiler = queryset.query.get_compiler(connection.alias)
            sql, parameters = compiler.as_sql()
            self._check(parameters)
            self.written[language] = queryset, compiler, sql, parameters
        return self.written[language]

    def _check(self, parameters):
        moments = [value for value in parameters if isinstance(value, datetime)]
        is_present = all(abs(timezone.now() - moment) < timedelta(minutes=1) for moment in moments)
        days = {value for value in parameters if isinstance(value, date)}.difference(moments, self.places)
        if days or not is_present or any(place not in parameters for place in self.places):
            raise ValueError(
                "A question may hold the values that it is asked with, as they are, and the present moment."
            )


def _own(lookup):
    """The lookup with a queryset of its own: Django leaves one of the rows in it."""
    if not isinstance(lookup, Prefetch) or lookup.queryset is None:
        return lookup
    lookup = copy.copy(lookup)
    lookup.queryset = lookup.queryset.all()
    return lookup
