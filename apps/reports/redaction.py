"""What in some words may point to a person, a car or a home: suggestions by pattern, for an officer to mend or to keep.

They err towards marking: a word too many costs a glance, a name that became public cannot be taken back. Both languages
and both alphabets are read at once, since one report mixes them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_UPPER, _LOWER = "A-ZА-ЯІЇЄҐ", "a-zа-яіїєґ"
_APOSTROPHES = "'’ʼ"
_CAPITALISED = rf"[{_UPPER}](?:[{_APOSTROPHES}]?[{_LOWER}])+(?:-[{_UPPER}](?:[{_APOSTROPHES}]?[{_LOWER}])+)?"
# Names are also written in capitals, as in a register; abbreviations that are nobody's name stay.
_ABBREVIATIONS = (
    "АЗС|АТБ|ВПО|ДБР|ДСНС|ДСТУ|ДТП|ЄДРПОУ|ЄРДР|ЖЕК|ЖЕО|ЖКГ|ЖКП|ЗСУ|КМУ|КПП|МВС|НАБУ|НПУ|ОСББ|ОТГ|ПДР|СБУ|ТЦК|ТОВ"
    "|ФОП|ЦНАП|CCTV|GPS|LED|NGO|SMS|SUV|USB"
)
_CAPITALS = rf"\b(?!(?:{_ABBREVIATIONS})\b)[{_UPPER}](?:[{_APOSTROPHES}-]?[{_UPPER}]){{2,}}\b"
_NAMELIKE = rf"(?:{_CAPITALISED}|{_CAPITALS})"
_NUMBER = r"(?:№\s?|No\.?\s?)?\d{1,4}(?:\s?[-/]\s?\d{1,3})?(?:[-\s]?[а-гА-Гa-dA-D])?\b"

# Of Ukrainian plates: the letters that Cyrillic and Latin write alike, with those of electric cars.
_PLATE = "ABCEHIKMOPTXYZАВСЕНІКМОРТХ"
_BOTH_CASES = _PLATE + _PLATE.lower()

_STREET_UK = (
    r"(?:вул(?:\.|иц[яіюеє]\w*)|просп(?:\.|ект\w*)|пр-т\w*|пров(?:\.|ул\w*)|бульв(?:\.|ар\w*)|б-р|площ\w+|пл\.|шосе"
    r"|наб(?:\.|ережн\w+)|узв(?:\.|оз\w*|із)|майдан\w*|алея|алеї|тупик\w*)"
)
_STREET_EN = r"(?:St|Street|Str|Ave|Avenue|Rd|Road|Lane|Ln|Sq|Square|Blvd|Boulevard|Drive|Dr|Quay|Embankment)"
_AFTER_STREET = re.compile(rf"\b(?:{_STREET_UK}|{_STREET_EN}\.?)\s*$", re.IGNORECASE)
_NAMES_STREET = re.compile(rf"{_STREET_UK}\b|.*\s{_STREET_EN}$", re.IGNORECASE)
_BEFORE_STREET = re.compile(rf"\s+(?:{_STREET_EN}\b|{_STREET_UK})", re.IGNORECASE)

# Words that have a capital without being a name: those that begin a sentence, and in English the days and months.
_CAPITAL_WITHOUT_NAME = """
а але без біля в вже від він вона вони вночі вранці два дві двоє для до за з зі із й його її їх коли між на над не ні
о об ой по поблизу поруч під після при про пів сьогодні та так там те ті то той тут три у увечері учора вчора це цей
ця ці чи через що щодня як який якась якийсь якісь
a after all an and another around at because before behind beside between but by during each every for four from he
her his if in inside into it its many most near no not of on one opposite our outside over several she since so some
that the their there these they this those three to today tonight towards two under until we when where while with
yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december
"""
_OPENING = frozenset(_CAPITAL_WITHOUT_NAME.split())


class Kind(StrEnum):
    """What a passage may be."""

    EMAIL = "email"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"
    FLAT = "flat"
    NAME = "name"


@dataclass(frozen=True)
class Finding:
    """A passage [start, end) of a text that may point to somebody; `words` is what stands there."""

    start: int
    end: int
    kind: Kind
    words: str


def _pattern(text, flags=re.IGNORECASE):
    return re.compile(text, flags)


# In the order in which they claim a passage: what an earlier one has marked is not marked again.
_PATTERNS = (
    (Kind.EMAIL, _pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    # +380 67 000 31 18, 067-000-31-18, (044) 000 00 10; not 0 800, which is free for everybody and nobody's own
    (Kind.PHONE, _pattern(r"(?<![\w+])(?:\+?38[\s.-]?)?\(?0(?!\s?800)(?:[\s().-]{0,2}\d){9}(?!\d)")),
    (Kind.PHONE, _pattern(r"(?<!\w)\+\d(?:[\s().-]{0,2}\d){8,13}(?!\d)")),
    # AA1234BB and аа1234вв; written apart only in capitals, or «на 2024 рік» would be a car
    (Kind.PLATE, _pattern(rf"\b[{_BOTH_CASES}]{{2}}\d{{4}}[{_BOTH_CASES}]{{2}}\b", re.NOFLAG)),
    (Kind.PLATE, _pattern(rf"\b[{_PLATE}]{{2}}[\s-]?\d{{4}}[\s-]?[{_PLATE}]{{2}}\b", re.NOFLAG)),
    (Kind.PLATE, _pattern(rf"\b\d{{3}}-\d{{2}}\s?[{_PLATE}]{{2}}\b", re.NOFLAG)),  # 123-45 КА, of old cars
    (Kind.FLAT, _pattern(rf"\b(?:кв\.?|квартир\w{{0,3}}|під[{_APOSTROPHES}]?їзд\w{{0,2}})\s*{_NUMBER}")),
    (Kind.FLAT, _pattern(rf"\b(?:flat|apartment|apt\.?|entrance)\s*{_NUMBER}")),
    # A street alone is public; with the number of a house it is somebody's home.
    (
        Kind.ADDRESS,
        _pattern(
            rf"\b{_STREET_UK}\s*[«\"]?(?:[\w{_APOSTROPHES}.-]+\s+){{0,3}}?[\w{_APOSTROPHES}.-]*[{_LOWER}][»\"]?,?\s*"
            rf"(?:(?:буд(?:\.|ин\w+)|д\.)\s*)?{_NUMBER}"
        ),
    ),
    (Kind.ADDRESS, _pattern(rf"\b(?:буд\.|будин(?:ок|к\w{{1,3}}))\s*{_NUMBER}")),
    (Kind.ADDRESS, _pattern(rf"\b{_CAPITALISED}(?:ій|ої|ою),?\s+(?:буд\.\s*)?{_NUMBER}", re.NOFLAG)),
    (
        Kind.ADDRESS,
        _pattern(rf"\b\d{{1,4}}[a-dA-D]?,?\s+(?:{_CAPITALISED}\s+){{1,3}}(?i:{_STREET_EN})\b", re.NOFLAG),
    ),
    (
        Kind.ADDRESS,
        _pattern(rf"\b(?:{_CAPITALISED}\s+){{1,3}}(?i:{_STREET_EN})\b\.?,?\s+{_NUMBER}", re.NOFLAG),
    ),
    (Kind.ADDRESS, _pattern(rf"\b(?:house|building)\s+{_NUMBER}")),
    (Kind.NAME, _pattern(rf"\b{_NAMELIKE}\s+[{_UPPER}]\.(?:\s?[{_UPPER}]\.)?", re.NOFLAG)),  # Коваль І. П.
    (Kind.NAME, _pattern(rf"\b[{_UPPER}]\.\s?(?:[{_UPPER}]\.\s?)?{_NAMELIKE}", re.NOFLAG)),  # І. П. Коваль
    (
        Kind.NAME,
        _pattern(
            r"\b(?i:пан(?:а|у|ом|ові|і|ю|ею)?|гр\.|громадян(?:ин|ина|ину|ином|ка|ки|ці|ку|кою)|сусід(?:а|у|ом|ка|ки|ку|кою)?"
            rf"|mr\.?|mrs\.?|ms\.?|miss|neighbour)\s+{_NAMELIKE}(?:\s+{_NAMELIKE}){{0,2}}",
            re.NOFLAG,
        ),
    ),
    (Kind.NAME, _pattern(rf"\b{_NAMELIKE}(?:\s+{_NAMELIKE}){{1,2}}\b", re.NOFLAG)),
    # A surname that stands alone: Petrenko, Ковальчука, ІВАНЕНКО
    (Kind.NAME, _pattern(rf"\b[{_UPPER}][{_LOWER}{_APOSTROPHES}]+(?:enko|(?:ен|єн)к(?:о|а|у|ом|ові))\b", re.NOFLAG)),
    (
        Kind.NAME,
        _pattern(rf"\b[{_UPPER}][{_LOWER}{_APOSTROPHES}]{{2,}}(?:chuk|shchuk|[чщ]ук(?:а|у|ом|ові)?)\b", re.NOFLAG),
    ),
    (
        Kind.NAME,
        _pattern(
            rf"\b[{_UPPER}{_APOSTROPHES}]{{2,}}(?:ENKO|[ЕЄ]НК(?:О|А|У|ОМ|ОВІ)|CHUK|[ЧЩ]УК(?:А|У|ОМ|ОВІ)?)\b", re.NOFLAG
        ),
    ),
)


def findings(text, *, known=()):
    """Return what in a text may point to a person, a car or a home, in its order, as `Finding`s that do not overlap.

    `known` are phrases that everybody knows already (areas, approximate places, kinds): they are passed over.
    """
    left = _without(text, known)
    found = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(left):
            start, end = match.span()
            is_street = kind == Kind.NAME and _is_street(left, start, end)
            if kind == Kind.NAME and not is_street:
                start = _start_of_name(left, start, end)
            if not is_street and start < end:
                found.append(Finding(start, end, kind, text[start:end]))
            left = left[:start] + "\0" * (end - start) + left[end:]
    return sorted(found, key=lambda finding: finding.start)


def parts(text, found):
    """Return a text as [(words, kind)] in its order, the kind None between the findings."""
    cut, at = [], 0
    for finding in found:
        cut += [(text[at : finding.start], None), (finding.words, finding.kind)]
        at = finding.end
    return [(words, kind) for words, kind in [*cut, (text[at:], None)] if words]


def _without(text, known):
    """The text, of the same length, with nothing readable where a known phrase stands."""
    for phrase in sorted({phrase.strip() for phrase in known if phrase}, key=len, reverse=True):
        if phrase:
            whole = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
            text = whole.sub(lambda match: "\0" * len(match[0]), text)
    return text


def _is_street(text, start, end):
    """Whether capitalised words are those of a street or square, which may be called after a person."""
    return bool(
        _AFTER_STREET.search(text[:start]) or _NAMES_STREET.match(text[start:end]) or _BEFORE_STREET.match(text, end)
    )


def _start_of_name(text, start, end):
    """Where a possible name begins after small words; its end when fewer than two capitals are left of several."""
    words = list(re.finditer(r"\S+", text[start:end]))
    small = next((at for at, word in enumerate(words) if word[0].casefold() not in _OPENING), len(words))
    if small and len(words) - small < 2:
        return end
    return start + words[small].start()
