"""Reads over areas and places: which area a point is in, what an address is, where a released report may stand."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Collate, Length
from django.utils.translation import get_language

from apps.areas.enums import AreaKind, PlaceKind
from apps.areas.models import Area, GazetteerEntry, SnapPoint
from apps.areas.search import parse_query

SNAP_ADDRESSES = 8  # a released report stands at a point that stands for at least so many addresses
NEAR_ADDRESS_METRES = 60  # an address further away than this does not name a point
SHORTEST_WORD = 2  # one letter finds everything and says nothing
INDENT = "\u2003"  # in a list of choices; browsers leave out plain spaces
SIMILAR_ENOUGH = 0.4  # word similarity (0 to 1) from which a misspelt name is still offered


def only_hromada():
    """Return the hromada of a portal that has exactly one, else None; a minute old at most."""
    return caches["recomputed"].get_or_set("areas.only_hromada", _only_hromada) or None


def _only_hromada():
    found = Area.objects.filter(kind=AreaKind.HROMADA).defer("boundary")[:2]
    return found[0] if len(found) == 1 else False  # None would not be kept


def areas_unfolded(chosen=None):
    """Return the areas that a field of areas offers, in the order of the tree; a minute old at most.

    They are those of the first level that has more than one, with the one above it, and along the way to the chosen
    area the ones below each: as many as one way through the tree has, however large the country is.
    """
    key = f"areas.unfolded.{chosen.path if chosen else ''}"
    return caches["recomputed"].get_or_set(key, lambda: _unfolded(chosen))


def _unfolded(chosen):
    levels = Area.objects.order_by("depth").values("depth").annotate(count=Count("pk"))
    first = next((level["depth"] for level in levels if level["count"] > 1), 1)
    offered = Q(depth__in=(first - 1, first))
    for path in chosen.paths_down if chosen else ():
        offered |= Q(path=path) | Q(path__startswith=path, depth=len(path) // Area.steplen + 1)
    return _named(Area.objects.filter(offered, depth__gte=first - 1))


def areas_below(chosen=None):
    """Return the areas right below the chosen one, or of the first level that has several; of the lowest, itself."""
    offered = areas_unfolded(chosen)
    if chosen is None:
        deepest = max((area.depth for area in offered), default=0)
        return [area for area in offered if area.depth == deepest]
    below = [area for area in offered if area.depth > chosen.depth and area.path.startswith(chosen.path)]
    return [area for area in below if area.depth == below[0].depth] or [chosen]


def areas_within(areas):
    """Return {slug: area} of some areas and all below them, in the order of the tree; a minute old at most."""
    paths = sorted(area.path for area in areas)
    key = f"areas.within.{'.'.join(paths)}"
    return caches["recomputed"].get_or_set(key, lambda: _within(areas)) if paths else {}


def _within(areas):
    return {area.slug: area for area in _named(Area.objects.within_any(areas))}


def _named(areas):
    """The areas with what a choice or a row of a list says of them: a country has thousands, each with a boundary."""
    return list(areas.only("slug", "name", "name_uk", "name_en", "path", "depth", "kind", "time_zone"))


def unfolded_below(areas, tops, chosen=None):
    """Return those of some areas that a choice offers: the tops, one level below, and the ones on the way to one.

    As many as one way through the tree has, however large the country is.
    """
    paths = {area.path for area in tops}
    offered = []
    for area in areas:
        above = area.path[: -Area.steplen]
        on_the_way = chosen is not None and chosen.path.startswith(above)
        if on_the_way or above in paths or area.path in paths:
            offered.append(area)
    return offered


def as_choices(areas):
    """Return areas in the order of the tree as [(slug, name)], deeper ones further in."""
    highest = min((area.depth for area in areas), default=0)
    return [(area.slug, INDENT * (area.depth - highest) + area.name) for area in areas]


def point_to_area(point):
    """Return the deepest area that covers a point (lon, lat in EPSG:4326), or None outside every area."""
    return Area.objects.deepest_covering(point)


def snap(point, area):
    """Return the nearest snap point of the area that stands for at least 8 addresses, or None.

    None means that a report there is released for its area only. The answer carries `distance` (`.m` metres).
    """
    return SnapPoint.objects.current().below(area).filter(address_count__gte=SNAP_ADDRESSES).nearest_to(point)


def nearest_address(point, *, within=NEAR_ADDRESS_METRES):
    """Return the address, else the place, nearest to a point and not further than `within` metres, or None."""
    near = GazetteerEntry.objects.select_related("area").around(point, within)
    return near.filter(kind=PlaceKind.ADDRESS).first() or near.filter(kind=PlaceKind.PLACE).first()


def search_places(text, *, area=None, limit=8):
    """Return up to `limit` gazetteer entries for what a person typed, the best first, each with its area.

    Every name in the text must begin a word of the entry, in any order and either language. A house number that is not
    known gives its street; a misspelt name gives what is similar. Only places in `area`, if given.
    """
    names, numbers, kinds = parse_query(text)
    if max((len(word) for word in [*names, *numbers]), default=0) < SHORTEST_WORD:
        return []
    entries = GazetteerEntry.objects.select_related("area")
    if area is not None:
        entries = entries.below(area)
    addresses, streets = entries.filter(kind=PlaceKind.ADDRESS), entries.exclude(kind=PlaceKind.ADDRESS)
    found = []
    if numbers:
        found += _matching(streets, [*names, *numbers], kinds, limit)  # a place called "School No 4"
        found = (_matching(addresses, [*names, *numbers], kinds, limit) + found)[:limit]
    if not found and names:
        found = _matching(streets, names, kinds, limit) or _matching(addresses, names, kinds, limit)
    return found or _similar(streets, " ".join(names), limit)


def places_for_list(area):
    """Return the streets and places of an area and below it, in alphabetical order of the language in use."""
    name = "name_en" if get_language() == "en" else "name_uk"
    entries = GazetteerEntry.objects.below(area).exclude(kind=PlaceKind.ADDRESS).select_related("area")
    return entries.order_by(Collate(F(name), "uk-x-icu"), "pk")


def _matching(entries, words, kinds, limit):
    """Return entries in which each word begins a word; whole words and the kind of street asked for come first."""
    begins = [Q(search_text__contains=f" {word}") for word in words]
    ranked = entries.filter(*begins).annotate(
        whole=_count_of(words), kinds=_count_of(kinds), length=Length("search_text")
    )
    return list(ranked.order_by("-whole", "-kinds", "length", "pk")[:limit])


def _count_of(words):
    """Return an expression: how many of these words stand in an entry as whole words."""
    total = Value(0, output_field=IntegerField())
    for word in words:
        total += Case(When(search_text__contains=f" {word} ", then=1), default=0, output_field=IntegerField())
    return total


@transaction.atomic
def _similar(entries, text, limit):
    """Return entries with a name written like the text."""
    if not text:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(SIMILAR_ENOUGH)])
    similar = entries.filter(search_text__trigram_word_similar=text)
    ranked = similar.annotate(similarity=TrigramWordSimilarity(text, "search_text"))
    return list(ranked.order_by("-similarity", "pk")[:limit])
