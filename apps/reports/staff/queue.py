"""What of the reports at the desk somebody has chosen to see, as it stands in the address of the page."""

from contextlib import nullcontext

from django.db.models import Count, Q, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.core.counting import any_of, counted, estimated
from apps.core.pagination import KeysetPage
from apps.core.planning import planned_once
from apps.reports.enums import (
    OPEN_STATUSES,
    STATE_GROUPS,
    Registration,
    ReleaseState,
    Sensitivity,
    StateGroup,
    Status,
)
from apps.reports.models import NamedView, Report
from apps.reports.querysets import IS_OPEN, is_late, is_mine_or_new, set_beside
from apps.reports.search import expected
from apps.reports.staff.choices import Choices
from apps.reports.staff.queue_form import QueueForm

MOST_COUNTED = 1000  # counting further would cost more than it tells
MOST_COUNTED_OF_VIEW = 100
AT_DESK, MOST_COUNTED_OF_DESK = "late at desk", 99
MOST_WALKED = 10_000  # rows, a microsecond each; a tenth of them under a tab is enough for its count
MOST_FOUND_FIRST = 3000  # expected rows of a word; with more, a page of them is met soon on a walk along the list
COMMON = 0.03  # of all reports: as many say words of which a page is likely to stand among the newest
NEWEST_READ = 3000  # of which it is looked for
MOST_NEW = 100  # of which is told that they have come
MOST_VIEWS = 20  # that stand above the queue
SELDOM = ("registration", "appeal", "release", "unread", "back")  # of those, what few reports are at one time
BY_DUE = ("due_at", "pk")
NEWEST = ("-submitted_at", "-pk")


class Tab:
    """A part of the queue: its word, its order with what says so in the list's heading, and what stands in it.

    That is what is open, unless `is_open` is false, and fulfils the condition that `also` gives for a person.
    """

    def __init__(self, words, order_words, order=BY_DUE, *, is_open=True, also=lambda user: Q()):
        self.words, self.order_words, self.order = words, order_words, order
        self.is_open, self.also = is_open, also


TABS = {
    "mine": Tab(_("Mine and new"), _("late first"), also=is_mine_or_new),
    "late": Tab(_("Late"), _("the longest first"), also=lambda user: is_late()),
    "waiting": Tab(
        *(_("Waiting"), _("late first")),
        is_open=False,
        also=lambda user: Q(status__in=STATE_GROUPS[StateGroup.WAITING]),
    ),
    "open": Tab(_("Open"), _("late first")),
    "all": Tab(_("All"), _("newest first"), NEWEST, is_open=False),
}


def late_count(user):
    """How many reports are late that this person or nobody has; 99 at most."""
    return counted({AT_DESK: _late_of(user, _in_columns(Report.objects.handled_by(user)))})[AT_DESK]


def _late_of(user, rows):
    return rows, IS_OPEN & is_mine_or_new(user) & is_late(), MOST_COUNTED_OF_DESK


def _in_columns(rows):
    """Reports in the columns by which they are parted into tabs, to be counted."""
    return rows.values("status", "assignee_id", "due_at")


class Queue:
    """Somebody's queue as an address (a QueryDict) describes it: rows of one page, tabs with counts, filters."""

    SIZE = 50

    def __init__(self, user, query, *, choices=None):
        self.user = user
        self.choices = choices or Choices(user)
        self.form = QueueForm(query, choices=self.choices)
        self.chosen = self.form.chosen
        asked = query.get("tab", "")
        # A search looks everywhere, unless it was narrowed on purpose.
        self.tab = asked if asked in TABS else ("all" if "q" in self.chosen else "mine")
        if "back" in self.chosen:
            self.tab = "all"  # what is closed stands there alone
        self.cursor = query.get("page", "")
        self.has_map = query.get("map") == "1"
        self._filters = {name: query.get(name) for name in self.chosen} | ({"map": "1"} if self.has_map else {})
        kept = {"tab": self.tab, **self._filters}
        self.query = urlencode(kept)
        self.query_of_page = urlencode(kept | ({"page": self.cursor} if self.cursor else {}))
        self.is_narrowed = bool(self.chosen)
        self.asked_at = timezone.now()
        self.area = self.choices.areas[self.chosen["area"]] if "area" in self.chosen else None

    @property
    def query_of_map(self):
        """The address of the same rows with the map beside them, or without it when it is there."""
        asked = QueryDict(self.query_of_page, mutable=True)
        asked.pop("map", None)
        if not self.has_map:
            asked["map"] = "1"
        return asked.urlencode()

    @cached_property
    def page(self):
        """The rows of the chosen tab, late first; a `KeysetPage`."""
        page = KeysetPage(
            self._shown.for_queue(),
            fields=TABS[self.tab].order,
            cursor=self.cursor,
            size=self.SIZE,
            asked_in=self._planned_once,
        )
        set_beside(page.rows, "area", "category", "referred_to")
        return page

    def come_since(self, moment):
        """How many of the rows were sent in after a moment, up to `MOST_NEW`."""
        fresh = self._part(self._fitting, self.tab).filter(submitted_at__gt=moment)
        return len(fresh.order_by().values_list("pk")[:MOST_NEW])

    @property
    def exported(self):
        """All rows of the chosen tab of which this person may take a file, in its order."""
        rows = self._part(self._fitting, self.tab).supervised_by(self.user)
        return rows.for_short_list().order_by(*TABS[self.tab].order)

    @cached_property
    def tabs(self):
        """The tabs with their counts, which stop at 1000, or None where they are not counted."""
        counts = self._counts if self.is_counted else dict.fromkeys(TABS)
        return [
            {
                "name": name,
                "words": tab.words,
                "count": counts[name],
                "is_more": self.is_counted and counts[name] >= MOST_COUNTED,
                "query": urlencode({"tab": name, **self._filters}),
                "here": name == self.tab,
            }
            for name, tab in TABS.items()
        ]

    @cached_property
    def views(self):
        """The views that this person finds above the queue, with their counts, which stop at 100."""
        counts = self._counts
        return [
            {
                "view": view,
                "count": counts[view],
                "is_more": counts[view] >= MOST_COUNTED_OF_VIEW,
                "query": queue.query,
                "here": queue.query == self.query,
            }
            for view, queue in self._kept
        ]

    @cached_property
    def _kept(self):
        """The views with the queue that each of them describes."""
        views = NamedView.objects.offered_to(self.user)[:MOST_VIEWS]
        return [(view, Queue(self.user, QueryDict(view.query), choices=self.choices)) for view in views]

    def _planned_once(self, *given):
        """A block in which a query of all of one area is planned once, whoever asks; others need a plan of their own.

        `given` is what differs besides from one asking to the next.
        """
        areas = self.choices.own_areas
        if self.is_narrowed or len(areas) != 1:
            return nullcontext()
        return planned_once(self.user.pk, areas[0].pk, *given)

    @property
    def late(self):
        """How many reports are late at the desk, whatever was chosen; 99 at most."""
        return self._counts[AT_DESK]

    @cached_property
    def _counts(self):
        """How many rows each tab has, by its name, and each view; up to their limits, in one query.

        With them what is late at the desk.
        """
        fitting = _in_columns(self._fitting)
        everywhere = _in_columns(Report.objects.handled_by(self.user)) if self.is_narrowed else fitting
        known, asked = {}, {AT_DESK: _late_of(self.user, everywhere)}
        if self._are_few:
            known = {name: len(self._found[name]) for name in TABS}
        elif self._is_of_open_states:
            known = self._walked()
        if self.is_counted:
            parts = {name: tab for name, tab in TABS.items() if name not in known}
            asked |= {name: (fitting, self._stands_in(tab), MOST_COUNTED) for name, tab in parts.items()}
        for view, queue in self._kept:
            asked[view] = _in_columns(queue._fitting), queue._stands_in(TABS[queue.tab]), MOST_COUNTED_OF_VIEW
        with nullcontext() if self._kept else self._planned_once():
            return known | counted(asked)

    def _walked(self):
        """How many rows each tab has, counted on one walk; without those of which it has not met enough to tell."""
        parts = {name: Count("pk", filter=self._stands_in(tab)) for name, tab in TABS.items()}
        met = self._fitting.order_by()[:MOST_WALKED].aggregate(**parts)
        is_whole = met["all"] < MOST_WALKED
        return {name: count for name, count in met.items() if is_whole or count >= MOST_COUNTED}

    @property
    def tab_words(self):
        """The words of the tab that is shown."""
        return TABS[self.tab].words

    @property
    def heading(self):
        """The tab that is shown, with its order in words."""
        here = next(tab for tab in self.tabs if tab["here"])
        return here | {"order": TABS[self.tab].order_words}

    def _part(self, rows, tab):
        """Those of some rows that stand under a tab."""
        return rows.filter(self._stands_in(TABS[tab]))

    def _stands_in(self, tab):
        # What is open anyway is not asked for twice: that misleads the planner.
        asked_for = tab.is_open and self.chosen.get("state") not in OPEN_STATUSES
        return (IS_OPEN if asked_for else Q()) & tab.also(self.user)

    @property
    def is_counted(self):
        """Whether the tabs have counts. Words that more than a thousand reports say have none: each would be read."""
        return "q" not in self.chosen or self._found is not None

    @property
    def _shown(self):
        """The rows of the chosen tab; when few fit the filters, by their keys.

        Otherwise the index of the list's order reaches a page of them soon; looked for so, few would cost a walk
        through the whole list.
        """
        if self._are_few:
            return Report.objects.filter(pk__in=self._found[self.tab])
        return self._part(self._fitting, self.tab)

    @property
    def _is_of_open_states(self):
        """Whether a filter leaves what one walk through an index counts for all tabs.

        Each tab that has few of them would otherwise be such a walk.
        """
        return "q" not in self.chosen and (
            any(name in self.chosen for name in SELDOM) or self.chosen.get("state") in OPEN_STATUSES
        )

    @property
    def _are_few(self):
        return self.is_narrowed and self._found is not None

    @cached_property
    def _found(self):
        """The keys of the rows that fit the filters, by tab and by whatever index finds them; None when they are many.

        Words that are met soon are not looked for everywhere.
        """
        if "q" in self.chosen and self._is_met_soon:
            return None
        marks = {f"in_{name}": self._stands_in(tab) or Value(True) for name, tab in TABS.items()}
        rows, most = self._fitting.order_by().annotate(**marks).values_list("pk", *marks), MOST_COUNTED + 1
        found = any_of(rows, most) if "q" in self.chosen else list(rows[:most])
        if len(found) > MOST_COUNTED:
            return None
        return {name: [row[0] for row in found if row[at]] for at, name in enumerate(TABS, start=1)}

    @property
    def _is_met_soon(self):
        """Whether so many rows say the words that a walk along the list meets a page of them soon.

        Of one word without other filters it is told by the statistics alone. Each of several may be common, and all of
        them in no report: if they are so common that it may be, a page must stand among the newest rows.
        """
        words = self.chosen["q"]
        if list(self.chosen) == ["q"] and words.isalnum():
            return estimated(self._fitting) > MOST_FOUND_FIRST
        if expected(words) < COMMON or estimated(self._fitting) <= MOST_FOUND_FIRST:
            return False
        newest = self._narrowed.order_by(*NEWEST)[:NEWEST_READ]
        few = Report.objects.saying_among(words, newest).values_list("pk")
        return len(few[: self.SIZE + 1]) > self.SIZE

    @cached_property
    def _fitting(self):
        if "q" not in self.chosen:
            return self._narrowed
        return self._narrowed.saying(self.chosen["q"], areas=[self.area] if self.area else self.choices.own_areas)

    @cached_property
    def _narrowed(self):
        """The rows that fit all filters but the words."""
        rows, chosen = Report.objects.handled_by(self.user, within=self.area), self.chosen
        if kind := chosen.get("kind"):
            rows = rows.filter(category__in=self.choices.of_kind(kind))
        if assignee := chosen.get("assignee"):
            people = {"me": self.user.pk, "nobody": None}
            rows = rows.filter(assignee=people[assignee] if assignee in people else int(assignee))
        if state := chosen.get("state"):
            rows = rows.filter(status=state)
        if chosen.get("registration"):
            rows = rows.filter(registration=Registration.DUE)
        if chosen.get("appeal"):
            rows = rows.filter(appeal_due_at__isnull=False)
        if chosen.get("release"):
            undecided = rows.filter(release_state=ReleaseState.PENDING).exclude(sensitivity=Sensitivity.SEALED)
            rows = undecided.exclude(status__in=(Status.WITHDRAWN, Status.DUPLICATE))
        if chosen.get("unread"):
            rows = rows.filter(unread_reply=True)
        if chosen.get("back"):
            rows = rows.back_again()
        return rows
