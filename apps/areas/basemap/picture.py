"""Drawing a base map as SVG. Widths follow static/js/map/paint.js, colours static/css: a picture can read neither."""

from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from django.conf import settings

from apps.areas.basemap.ground import load_ground, project

ZOOMS = (10, 18)
WIDTHS, HEIGHTS = (120, 1200), (120, 900)  # pixels
_NAMES = (
    "land built building street main main_edge water park forest pitch tree label park_label water_label pin on_pin"
)
_LIGHT = (
    "#f3f0e8 #eeeae0 #dfd9cc #ffffff #fffdf8 #cfc8b7 #bcd4e4 #d5e2ca #c9dabb #c1d5af #bdd2ad #4d5159 #4a6a3c #275a80 "
    "#1c4f9c #ffffff"
)
_DARK = (
    "#161e29 #1a2330 #232e3d #323f52 #475770 #121922 #0f2a40 #1b2f29 #182b25 #22392f #264235 #b9c2ce #8fbf9f #86b3da "
    "#93b7f2 #0d1520"
)
SCHEMES = {
    "light": dict(zip(_NAMES.split(), _LIGHT.split(), strict=True)),
    "dark": dict(zip(_NAMES.split(), _DARK.split(), strict=True)),
}
_STREET_WIDTHS = {  # pixels at zooms 10 to 18; None is not drawn
    "main": (0.8, 1.2, 2.2, 4.5, 8, 11, 16, 24, 36),
    "road": (0.6, 0.8, 1.4, 3, 5, 8, 12, 18, 28),
    "minor": (None, None, 0.5, 1.4, 3.2, 5.5, 9.5, 16, 26),
    "lane": (None, None, None, 0.8, 2, 3.5, 6, 10, 17),
}
_STREAM_WIDTHS = (0.6, 0.6, 1, 1.8, 3, 5, 8, 13, 22)
_RAIL_WIDTHS = (0.6, 0.8, 1, 1.4, 2, 2.6, 3.4, 4.5, 6)
_NAMED_FROM = {"main": 13, "road": 14, "minor": 15, "lane": 16}
_PIN = "M0 0C-3.5-6.5-12.5-14-12.5-23a12.5 12.5 0 0 1 25 0c0 9-9 16.5-12.5 23z"


@lru_cache(maxsize=128)
def map_picture(lon, lat, *, zoom, width, height, scheme, language, pin):
    """Return an SVG document of the base map around (lon, lat) in degrees, `width` by `height` pixels.

    `scheme` is light or dark, `pin` whether a pin stands in the middle.
    """
    return _Picture((lon, lat), zoom, (width, height), SCHEMES[scheme], language).draw(pin=pin)


class _Picture:
    def __init__(self, middle, zoom, size, colours, language):
        self.zoom, (self.width, self.height) = zoom, size
        self.colours, self.language = colours, language
        self.scale = 256 * 2**zoom
        self.corner = project([middle])[0] * self.scale - np.array(size) / 2
        low = (self.corner - 40) / self.scale
        high = (self.corner + np.array(size) + 40) / self.scale
        self.window = (*low, *high)
        self.ground = load_ground(settings.BASE_MAP)
        self.boxes = []

    def draw(self, *, pin):
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', self._rect()]
        parts += [self._fill(layer) for layer in ("built", "forest", "park", "pitch")]
        if self.zoom >= 14:
            parts.append(self._trees())
        parts += [self._fill("water"), self._stroke(self._seen("stream"), self._at(_STREAM_WIDTHS), "water")]
        if self.zoom >= 14:
            parts.append(self._fill("building"))
        parts.append(self._stroke(self._seen("rail"), self._at(_RAIL_WIDTHS), "main_edge"))
        parts += self._streets()
        parts += self._labels()
        if pin:
            parts.append(self._pin())
        return "".join([*parts, "</svg>"])

    def _at(self, widths):
        return widths[self.zoom - ZOOMS[0]]

    def _seen(self, layer):
        west, north, east, south = self.window
        return [
            shape
            for shape in self.ground.get(layer, ())
            if shape.box[0] <= east and shape.box[2] >= west and shape.box[1] <= south and shape.box[3] >= north
        ]

    def _pixels(self, ring):
        return np.round(ring * self.scale - self.corner, 1)

    def _path(self, shapes, *, closed):
        end = "Z" if closed else ""
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in self._pixels(ring).tolist()) + end
            for shape in shapes
            for ring in shape.rings
        )

    def _rect(self):
        return f'<rect width="{self.width}" height="{self.height}" fill="{self.colours["land"]}"/>'

    def _fill(self, layer):
        path = self._path(self._seen(layer), closed=True)
        return f'<path d="{path}" fill="{self.colours[layer]}" fill-rule="evenodd"/>' if path else ""

    def _stroke(self, shapes, width, colour):
        path = self._path(shapes, closed=False) if width else ""
        round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
        stroke = f'fill="none" stroke="{self.colours[colour]}" stroke-width="{width}" {round_ends}'
        return f'<path d="{path}" {stroke}/>' if path else ""

    def _trees(self):
        radius = (self.zoom - 11) * 0.75
        dots = "".join(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius}"/>'
            for shape in self._seen("tree")
            for x, y in self._pixels(shape.rings[0]).tolist()
            if -9 < x < self.width + 9 and -9 < y < self.height + 9
        )
        return f'<g fill="{self.colours["tree"]}">{dots}</g>' if dots else ""

    def _streets(self):
        ranked = {rank: [] for rank in _STREET_WIDTHS}
        for shape in self._seen("street"):
            ranked[shape.properties["rank"]].append(shape)
        for rank in ("lane", "minor"):
            yield self._stroke(ranked[rank], self._at(_STREET_WIDTHS[rank]), "street")
        for rank in ("road", "main"):
            yield self._stroke(ranked[rank], self._at(_STREET_WIDTHS[rank]) + 2, "main_edge")
        for rank in ("road", "main"):
            yield self._stroke(ranked[rank], self._at(_STREET_WIDTHS[rank]), "main")

    def _name(self, shape):
        name = shape.properties.get("name", "")
        return shape.properties.get("name_en") or name if self.language == "en" else name

    def _labels(self):
        if 12 <= self.zoom <= 16:
            for shape in self._seen("district"):
                yield self._level(
                    shape, self._name(shape).upper(), "label", "land", 'letter-spacing="1.6" font-weight="700"'
                )
        for shape in self._seen("river-name"):
            yield self._along(shape, "water_label", "water", 'font-style="italic" font-size="14"', 14)
        streets = [
            shape
            for shape in self._seen("street")
            if shape.properties.get("name") and self.zoom >= _NAMED_FROM[shape.properties["rank"]]
        ]
        streets.sort(key=lambda shape: tuple(_NAMED_FROM).index(shape.properties["rank"]))
        for shape in self._seen("place"):
            if self.zoom >= shape.properties["zoom"]:
                colours = ("park_label", "park") if shape.properties.get("green") else ("label", "land")
                yield self._level(shape, self._name(shape), *colours, 'font-weight="500"')
        for shape in streets:
            yield self._along(shape, "label", "street", 'font-weight="500"', 11.5)

    def _free(self, x, y, width, height):
        """Whether nothing is written around (x, y) yet; if so, it is taken from now on."""
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in self.boxes):
            return False
        self.boxes.append(box)
        return True

    def _text(self, inner, position, ink, halo, extra):
        paint = f'fill="{self.colours[ink]}" stroke="{self.colours[halo]}" stroke-width="3" paint-order="stroke"'
        font = (
            f'font-family="Manrope, system-ui, sans-serif" text-anchor="middle" {"" if "font-size" in extra else _SIZE}'
        )
        return f"<text {position} {paint} {font} {extra}>{inner}</text>"

    def _level(self, shape, name, ink, halo, extra):
        x, y = self._pixels(shape.rings[0])[0].tolist()
        wide = len(name) * (10.5 if "letter-spacing" in extra else 7) + 8
        if not (-wide < x < self.width + wide and self._free(x, y, wide, 22)):
            return ""
        return self._text(escape(name), f'x="{x:g}" y="{y + 4:g}"', ink, halo, extra)

    def _along(self, shape, ink, halo, extra, size):
        """A name along the middle of the part of a line that is in the picture."""
        name = self._name(shape)
        line = self._pixels(shape.rings[0])
        inside = np.all((line > 6) & (line < np.array([self.width, self.height]) - 6), axis=1)
        steps = np.flatnonzero(inside)
        if len(steps) < 2:
            return ""
        run = max(np.split(steps, np.flatnonzero(np.diff(steps) > 1) + 1), key=len)
        line = line[run]
        lengths = np.hypot(*np.diff(line, axis=0).T)
        wide = len(name) * size * 0.6 + 12
        if lengths.sum() < wide:
            return ""
        if line[0, 0] > line[-1, 0]:
            line = line[::-1]
        middle = line[len(line) // 2]
        across = abs(line[-1, 0] - line[0, 0]) >= abs(line[-1, 1] - line[0, 1])
        if not self._free(*middle.tolist(), wide if across else 20, 20 if across else wide):
            return ""
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in line.tolist())
        key = f"way{len(self.boxes)}"
        inner = f'<textPath href="#{key}" startOffset="50%"><tspan dy="4">{escape(name)}</tspan></textPath>'
        return f'<path id={quoteattr(key)} d={quoteattr(path)} fill="none"/>{self._text(inner, "", ink, halo, extra)}'

    def _pin(self):
        pin = f'<path d="{_PIN}" fill="{self.colours["pin"]}" stroke="{self.colours["on_pin"]}" stroke-width="1.5"/>'
        dot = f'<circle cy="-23" r="4.5" fill="{self.colours["on_pin"]}"/>'
        return f'<g transform="translate({self.width / 2:g} {self.height / 2:g})">{pin}{dot}</g>'


_SIZE = 'font-size="12"'
