"""From the plan to streets, houses and public points."""

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon

from apps.areas.names import transliterate
from apps.portal.demo.geography import plan
from apps.portal.demo.geography.shapes import blob, curve, heading, lines_of, longest, polygon, rectangle

SEED = 21042026
HALF_WIDTH = {"main": 11, "road": 9, "minor": 7, "lane": 5}
REACH, WIDE_REACH = 160, 430  # metres from which people go to a place, to a park
SECTION = 220  # metres of a street that one snap point stands for
_WORDS = {
    "street": ("вулиця {}", "вул. {}", "{} St"),
    "avenue": ("проспект {}", "просп. {}", "{} Ave"),
    "lane": ("{} провулок", "{} пров.", "{} Lane"),
    "square": ("площа {}", "пл. {}", "{} Square"),
}
# how a district is built: width, depth, gap between houses, distance of the front from the middle of the street
_STYLES = {
    "perimeter": ((14, 27), (11, 14), (2, 7), 9),
    "houses": ((10, 14), (9, 12), (11, 19), 13),
    "slabs": ((42, 74), (12, 14), (16, 34), 17),
    "sheds": ((45, 100), (24, 38), (22, 45), 22),
}


@dataclass
class Street:
    """A street with the houses along it: [(number, Polygon, distance along the street)]."""

    kind: str
    rank: str
    name: str
    line: LineString
    houses: list = field(default_factory=list)

    def names(self):
        """Return (full Ukrainian, short Ukrainian, English) names; empty for a nameless way."""
        if not self.name:
            return "", "", ""
        full, short, english = _WORDS[self.kind]
        return full.format(self.name), short.format(self.name), english.format(transliterate(self.name))


class Town:
    """The whole town, drawn by one seeded random generator: the same plan gives the same town."""

    def __init__(self):
        self._random = random.Random(SEED)  # noqa: S311 (a drawing, no secret)
        self.river_line = curve(plan.RIVER)
        self.river = self.river_line.buffer(plan.RIVER_WIDTH / 2)
        self.ponds = [blob(points) for points in plan.PONDS]
        self.streams = [curve(points) for points in plan.STREAMS]
        self.parks = {name: blob(points) for name, points in plan.PARKS.items()}
        self.parks["stadium"] = polygon(plan.PARKS["stadium"])
        self.forests = [blob(points) for points in plan.FORESTS]
        self.railway = curve(plan.RAILWAY)
        self.districts = {name: (polygon(outline), style) for name, outline, _, _, _, style, _ in plan.DISTRICTS}
        self.old_town = self._old_town()
        self.districts["old_town"] = (self.old_town, "perimeter")
        self._main = self._main_streets()
        self.streets = self._main + self._old_streets() + self._grids()
        self._build()

    def _old_town(self):
        avenue = curve(plan.MAIN_STREETS[0][2])
        embankment = curve(plan.MAIN_STREETS[4][2])
        band = Polygon([*avenue.coords, *reversed(embankment.coords), avenue.coords[0]])
        return Point(0, 0).buffer(plan.OLD_TOWN_RADIUS, 24).intersection(band)

    def _main_streets(self):
        main = [Street(kind, "main", name, curve(points)) for kind, name, points in plan.MAIN_STREETS]
        roads = [Street(kind, "road", name, curve(points)) for kind, name, points in plan.COUNTRY_ROADS]
        lanes = [Street(kind, "lane", name, curve(points)) for kind, name, points in plan.LANES]
        return main + roads + lanes

    def _old_streets(self):
        streets = []
        for radius, names in plan.OLD_TOWN_RINGS:
            ring = []
            for step in range(73):
                angle = math.radians(100 + step * 5)
                wobble = radius * (1 + 0.025 * math.sin(3 * angle))
                ring.append((wobble * 1.08 * math.cos(angle), wobble * math.sin(angle)))
            parts = lines_of(LineString(ring).intersection(self.old_town))
            for name, line in zip(names, parts, strict=False):
                streets.append(Street("square" if name == "Ринок" else "street", "minor", name, line))
        for bearing, name in plan.OLD_TOWN_RADIALS:
            east, north = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
            ray = LineString((95 * east * 1.08, 95 * north), (720 * east, 720 * north))
            streets.append(Street("street", "minor", name, longest(ray.intersection(self.old_town))))
        return streets

    def _grids(self):
        streets = []
        for _, outline, bearing, apart, across, _, names in plan.DISTRICTS:
            shape = polygon(outline).buffer(20)
            left = list(names)
            for turn, distance in ((0, apart), (90 + self._random.uniform(-3, 3), across)):
                for line in self._parallels(shape, math.radians(bearing + turn), distance):
                    if (clear := self._clear(line)) is not None and clear.length > 70:
                        streets.append(Street("street", "minor", left.pop(0) if left else "", clear))
        return streets

    def _parallels(self, shape, angle, apart):
        """Yield lines of this angle across a shape, about `apart` metres from each other."""
        middle, along, normal = shape.centroid, (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        offsets = [(x - middle.x) * normal[0] + (y - middle.y) * normal[1] for x, y in shape.exterior_ring.coords]
        low, high = min(offsets) + 20, max(offsets) - 20
        count = max(1, round((high - low) / apart) - 1)
        for index in range(1, count + 1):
            offset = low + (high - low) * index / (count + 1) + self._random.uniform(-8, 8)
            x, y = middle.x + offset * normal[0], middle.y + offset * normal[1]
            far = LineString((x - 4000 * along[0], y - 4000 * along[1]), (x + 4000 * along[0], y + 4000 * along[1]))
            if (line := longest(far.intersection(shape))) is not None:
                yield line

    def _clear(self, line):
        """Return the longest part of a line between water, parks and main streets."""
        kept = line.difference(self.river.buffer(20))
        for park in self.parks.values():
            kept = kept.difference(park.buffer(4))
        kept = kept.difference(self.streams[-1].buffer(14))  # no bridge over the mill-race but the footbridge
        for street in self._main:
            kept = kept.difference(street.line.buffer(0.1))
        return longest(kept)

    def _build(self):
        """Put houses along both sides of every street, wherever there is room."""
        green = [*self.parks.values(), *self.forests, *self.ponds, self.river.buffer(14), self.railway.buffer(22)]
        green += [stream.buffer(12) for stream in self.streams] + [Point(0, 0).buffer(70)]
        ways = [street.line.buffer(HALF_WIDTH[street.rank]) for street in self.streets]
        taken = MultiPolygon(*_polygons(green + ways)).unary_union.prepared
        near = defaultdict(list)
        homes = [(outline.buffer(45).prepared, style) for outline, style in self.districts.values()]
        for street in self.streets:
            for row in (0, 1):
                self._build_street(street, row, taken, near, homes)
            street.houses.sort(key=lambda house: house[2])
        self.buildings = [house[1] for street in self.streets for house in street.houses]

    def _build_street(self, street, row, taken, near, homes):
        for side, first in ((1, 1), (-1, 2)):
            walked, number = self._random.uniform(8, 20), first
            while walked < street.line.length - 8:
                x, y, angle = heading(street.line, walked)
                here = Point(x, y)
                style = next((style for home, style in homes if home.contains(here)), None)
                if style is None or (row and style != "slabs"):
                    walked += 40
                    continue
                widths, depths, gaps, front = _STYLES[style]
                width, depth = self._random.uniform(*widths), self._random.uniform(*depths)
                if style == "slabs" and self._random.random() < 0.25:
                    width, depth = 22, 20
                if width > street.line.length:
                    break
                away = front + HALF_WIDTH[street.rank] - 7 + depth / 2 + row * 46
                walked += width / 2
                x, y, angle = heading(street.line, min(walked, street.line.length))
                tilt = angle + self._random.uniform(-0.03, 0.03)
                house = rectangle(
                    x - side * away * math.sin(angle), y + side * away * math.cos(angle), width, depth, tilt
                )
                if self._has_room(house, taken, near):
                    label = f"{number}-А" if row else str(number)
                    street.houses.append((label, house, walked))
                    number += 2
                walked += width / 2 + self._random.uniform(*gaps)

    @staticmethod
    def _has_room(house, taken, near):
        if taken.intersects(house):
            return False
        middle = house.centroid
        cell = (int(middle.x // 90), int(middle.y // 90))
        around = [other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in near[cell[0] + i, cell[1] + j]]
        roomy = house.buffer(1.5)
        if any(roomy.intersects(other) for other in around):
            return False
        near[cell].append(house)
        return True

    def addresses(self):
        """Yield (street, number, Point) of every house on a street with a name."""
        for street in self.streets:
            if street.name:
                for number, house, _ in street.houses:
                    yield street, number, house.centroid

    def public_points(self):
        """Yield (code, Ukrainian name, English name, Point, number of addresses) of every snap point."""
        for index, street in enumerate(self.streets):
            if not street.name or not street.houses:
                continue
            sections = max(1, round(street.line.length / SECTION))
            length = street.line.length / sections
            full, _, english = street.names()
            for section in range(sections):
                inside = [number for number, _, at in street.houses if section * length <= at < (section + 1) * length]
                if inside:
                    span = _span(inside)
                    middle = street.line.interpolate((section + 0.5) * length)
                    code = f"snap-{index}-{section}"
                    yield code, f"{full}, {span}", f"{english}, {span.replace('А', 'A')}", middle, len(inside)
        houses = [(street, point) for street, _, point in self.addresses()]
        named = [street for street in self.streets if street.name]
        for index, (x, y, _, _, by_uk, by_en, _) in enumerate(plan.LANDMARKS):
            here = Point(x, y)
            reach = WIDE_REACH if any(park.contains(here) for park in self.parks.values()) else REACH
            around = sum(here.distance(point) <= reach for _, point in houses)
            street = min(named, key=lambda street: here.distance(street.line))
            full, _, english = street.names()
            if by_uk.startswith(("у ", "на ")):
                yield f"snap-place-{index}", by_uk[0].upper() + by_uk[1:], by_en[0].upper() + by_en[1:], here, around
            else:
                yield f"snap-place-{index}", f"{full}, {by_uk}", f"{english}, {by_en}", here, around


def _span(numbers):
    """Return the house numbers from the lowest to the highest."""
    ordered = sorted(numbers, key=lambda number: (int(number.split("-")[0]), number))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]}–{ordered[-1]}"


def _polygons(shapes):
    """Return the polygons of polygons and multipolygons."""
    return [part for shape in shapes for part in ([shape] if shape.geom_type == "Polygon" else shape)]
