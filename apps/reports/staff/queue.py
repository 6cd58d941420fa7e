"""What of the reports at the desk somebody has chosen to see, as it stands in the address of the page."""

from django import forms
from django.db.models import Q, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import POLICE_ROLES
from apps.accounts.models import Person, Role
from apps.areas.selectors import areas_within, as_choices, unfolded_below
from apps.core.counting import CountUpTo, any_of, estimated
from apps.core.forms import LongSelect
from apps.core.pagination import KeysetPage
from apps.reports.enums import (
    OPEN_STATUSES,
    STATE_GROUPS,
    Registration,
    ReleaseState,
    Sensitivity,
    StateGroup,
    Status,
)
from apps.reports.models import Category, NamedView, Report
from apps.reports.querysets import IS_OPEN, is_late, is_mine_or_new

MOST_COUNTED = 1000  # counting further would cost more than it tells
MOST_COUNTED_OF_VIEW = 100
MOST_FOUND_FIRST = 3000  # expected rows of a word; with more, a page of them is met soon on a walk along the list
MOST_NEW = 100  # of which is told that they have come
MOST_VIEWS = 20  # that stand above the queue
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


def police_areas(user):
    """The areas in which somebody is an officer or a supervisor, each once, those above first."""
    return sorted({area.pk: area for area in user.areas_as(*POLICE_ROLES)}.values(), key=lambda area: area.path)


def colleagues_above(area):
    """Officers and supervisors who work in an area, whether for it or for one above, as [(id, name)] by name."""
    return _people(Q(area__path__in=area.paths_down))


def colleagues_around(areas):
    """Officers and supervisors of these areas, of those above them and of those below, as [(id, name)] by name."""
    around = Q(pk__in=[])
    for area in areas:
        around |= Q(area__path__startswith=area.path) | Q(area__path__in=area.paths_down)
    return _people(around)


def _people(condition):
    roles = Role.objects.in_force().filter(condition, kind__in=POLICE_ROLES)
    people = roles.order_by("person__name").values_list("person", "person__name", "person__email")
    return list({pk: name or email for pk, name, email in people}.items())


class Choices:
    """What somebody may choose in the filters; each kind is asked for once, and only when an address names it."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def own_areas(self):
        """The areas in which this person is an officer or a supervisor."""
        return police_areas(self.user)

    @cached_property
    def areas(self):
        """The areas of this person and all below, by address."""
        return areas_within(self.own_areas)

    def areas_offered(self, slug=""):
        """Those of the areas that a list of them offers, one of which may be chosen."""
        return unfolded_below(self.areas.values(), self.own_areas, self.areas.get(slug))

    @cached_property
    def colleagues(self):
        """Whoever works around there, as [(id, name)]."""
        return colleagues_around(self.own_areas)

    @cached_property
    def categories(self):
        """All kinds and their groups, in their order."""
        shown = ("code", "parent", "name", "name_uk", "name_en", "position")
        return list(Category.objects.only(*shown).order_by("position", "pk"))

    @property
    def kinds(self):
        """All kinds in their groups, as choices."""
        return kinds_in_groups(self.categories)

    def of_kind(self, code):
        """The keys of a kind, or of a group and all below it."""
        (chosen,) = (category.pk for category in self.categories if category.code == code)
        return [category.pk for category in self.categories if chosen in (category.pk, category.parent_id)]


class QueueForm(forms.Form):
    """The filters of the queue; all of them may stay empty."""

    hide_optional = True

    q = forms.CharField(label=_("Reference, words or street"), required=False, max_length=120)
    area = forms.ChoiceField(label=_("Area"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=LongSelect)
    assignee = forms.ChoiceField(label=_("Who has it"), required=False, widget=LongSelect)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *Status.choices], widget=LongSelect
    )
    registration = forms.BooleanField(label=_("Registration due"), required=False)
    appeal = forms.BooleanField(label=_("Statutory appeal to answer"), required=False)
    release = forms.BooleanField(label=_("Release not decided"), required=False)
    unread = forms.BooleanField(label=_("New message from the reporter"), required=False)
    back = forms.BooleanField(label=_("Back after four weeks"), required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, auto_id="id_filter_%s", **kwargs)
        self.fields["area"].choices = lambda: [
            ("", _("all my areas")),
            *as_choices(choices.areas_offered(self.data.get("area", ""))),
        ]
        self.fields["kind"].choices = lambda: [("", _("any")), *choices.kinds]
        self.fields["assignee"].choices = lambda: [
            ("", _("anybody")),
            ("me", _("me")),
            ("nobody", _("nobody yet")),
            *((str(pk), name) for pk, name in choices.colleagues if pk != choices.user.pk),
        ]

    @property
    def chosen(self):
        """What was chosen and can be understood; the rest of the address is passed over."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def in_words(self):
        """What was chosen, each as the words of its filter."""
        return [self._words_of(name, value) for name, value in self.chosen.items()]

    def _words_of(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        if isinstance(field, forms.ChoiceField):
            return f"{field.label}: {dict(flatten_choices(field.choices))[value]}"
        return f"{field.label}: “{value}”"


def _count_key(view):
    return f"view_{view.pk}"


def kinds_in_groups(categories):
    """Groups of categories with what stands below them, as choices."""
    groups = {}
    for category in categories:
        if category.parent_id is None:
            groups.setdefault(category.pk, []).insert(0, category)
        else:
            groups.setdefault(category.parent_id, []).append(category)
    return [(str(rows[0]), [(row.code, str(row)) for row in rows]) for rows in groups.values()]


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
        rows = self._shown.for_queue()
        return KeysetPage(rows, fields=TABS[self.tab].order, cursor=self.cursor, size=self.SIZE)

    def come_since(self, moment):
        """How many of the rows were sent in after a moment, up to `MOST_NEW`."""
        fresh = self._part(self._fitting(), self.tab).filter(submitted_at__gt=moment)
        return len(fresh.order_by().values_list("pk")[:MOST_NEW])

    @property
    def exported(self):
        """All rows of the chosen tab of which this person may take a file, in its order."""
        rows = self._part(self._fitting(), self.tab).supervised_by(self.user)
        return rows.for_queue().order_by(*TABS[self.tab].order)

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
                "count": counts[_count_key(view)],
                "is_more": counts[_count_key(view)] >= MOST_COUNTED_OF_VIEW,
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

    @cached_property
    def _counts(self):
        """How many rows each tab has, by its name, and each view, by `_count_key`; up to their limits, in one query."""
        known, asked = {}, {}
        if self._are_few:
            known = {name: len(self._found[name]) for name in TABS}
        elif self.is_counted:
            asked = {name: CountUpTo(self._part(self._fitting(), name), MOST_COUNTED) for name in TABS}
        for view, queue in self._kept:
            rows = queue._part(queue._fitting(), queue.tab)
            asked[_count_key(view)] = CountUpTo(rows, MOST_COUNTED_OF_VIEW)
        return known | (Person.objects.filter(pk=self.user.pk).values(**asked).get() if asked else {})

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
        return self._part(self._fitting(), self.tab)

    @property
    def _are_few(self):
        return self.is_narrowed and self._found is not None

    @cached_property
    def _found(self):
        """The keys of the rows that fit the filters, by tab and by whatever index finds them; None when they are many.

        Whether one word is common is known beforehand, and then it is not looked for everywhere. Of several words it
        is not, nor of what a sign may part into several: each may be common, and all of them in no report.
        """
        rows = self._fitting()
        if list(self.chosen) == ["q"] and self.chosen["q"].isalnum() and estimated(rows) > MOST_FOUND_FIRST:
            return None
        marks = {f"in_{name}": self._stands_in(tab) or Value(True) for name, tab in TABS.items()}
        rows, most = rows.order_by().annotate(**marks).values_list("pk", *marks), MOST_COUNTED + 1
        found = any_of(rows, most) if "q" in self.chosen else list(rows[:most])
        if len(found) > MOST_COUNTED:
            return None
        return {name: [row[0] for row in found if row[at]] for at, name in enumerate(TABS, start=1)}

    def _fitting(self):
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
        return rows.saying(chosen["q"]) if "q" in chosen else rows
