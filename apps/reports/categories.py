"""The categories with which a new portal starts; an administrator changes them afterwards.

Keyed by code. `OPEN`, `AREA` and `SEALED` are the three sensitivities; drugs, weapons, violence and threats start as
`AREA`, what concerns one household or a child as `SEALED`.
"""

from apps.accounts.enums import Force, OrganisationKind
from apps.reports.enums import Nature, Sensitivity
from apps.reports.everyday_words import EVERYDAY_WORDS
from apps.reports.models import Category

OPEN, AREA, SEALED = Sensitivity.OPEN, Sensitivity.AREA_ONLY, Sensitivity.SEALED
POLICE, AUTHORITY = OrganisationKind.POLICE, OrganisationKind.AUTHORITY


def text(uk, en):
    """The same words in both languages."""
    return {"uk": uk, "en": en}


def yes_no(key, uk, en, *, stopper=""):
    """A question of yes or no; with a stopper, yes ends the form."""
    return {
        "key": key,
        "type": "yes_no",
        "label": text(uk, en),
        "required": False,
        "choices": [
            {"value": "yes", "label": text("Так", "Yes"), "stopper": stopper},
            {"value": "no", "label": text("Ні", "No"), "stopper": ""},
        ],
    }


def choice(key, label, *choices):
    """A question with one answer out of several, given as (value, uk, en)."""
    return {
        "key": key,
        "type": "choice",
        "label": label,
        "required": False,
        "choices": [{"value": value, "label": text(uk, en), "stopper": ""} for value, uk, en in choices],
    }


def free(key, uk, en):
    """A question answered in a few words."""
    return {"key": key, "type": "text", "label": text(uk, en), "required": False, "choices": []}


PRESENT = yes_no("present", "Ці люди там просто зараз?", "Are these people there right now?", stopper="emergency")
HURT = yes_no("hurt", "Хтось постраждав?", "Is anyone hurt?", stopper="emergency")
TIMES = choice(
    "times",
    text("Коли це зазвичай буває?", "When does it usually happen?"),
    ("morning", "вранці", "in the morning"),
    ("day", "удень", "during the day"),
    ("evening", "увечері", "in the evening"),
    ("night", "уночі", "at night"),
)

POLICE_TEXT = text("Поліцейський офіцер громади", "The police officer of the hromada")
DISTRICT_TEXT = text("Дільничний офіцер поліції", "The district police officer")
INVESTIGATION_TEXT = text("Слідчий підрозділ, цілодобово", "The investigation unit, day and night")
JUVENILE_TEXT = text("Ювенальна превенція", "The juvenile prevention unit")

# group: (code, names, icon); each category: code, names, hint, icon, and what differs from the default
GROUPS = (
    ("street", text("Вулиця і двір", "Street and yard"), "signpost-2"),
    ("traffic", text("Дорога і паркування", "Traffic and parking"), "car-front"),
    ("order", text("Шум і порядок", "Noise and public order"), "volume-up"),
    ("property", text("Крадіжки і пошкодження", "Theft and damage"), "house-lock"),
    ("people", text("Загрози людям", "Threats to people"), "shield-exclamation"),
    ("drugs-weapons", text("Наркотики і зброя", "Drugs and weapons"), "capsule"),
    ("feeling", text("Мені тут небезпечно", "I do not feel safe here"), "person-walking"),
)

CATEGORIES = (
    # -- street and yard
    {
        "code": "street-light",
        "parent": "street",
        "name": text("Не горить ліхтар", "Street light out"),
        "description": text("темна вулиця, двір, сходи чи перехід", "a dark street, yard, stairs or crossing"),
        "icon": "lightbulb",
        "nature": Nature.MUNICIPAL,
        "responsible_kind": AUTHORITY,
        "responsible_text": text("Вуличне освітлення, міська рада", "Street lighting, the council"),
        "resolve_days": 10,
        "questions": [
            choice(
                "extent",
                text("Скільки ліхтарів не горить?", "How many lamps are out?"),
                ("one", "один", "one"),
                ("several", "кілька", "several"),
                ("street", "уся вулиця", "the whole street"),
            ),
            yes_no("children", "Тут ходять діти?", "Do children walk here?"),
        ],
    },
    {
        "code": "rubbish",
        "parent": "street",
        "name": text("Сміття, звалище, спалювання", "Rubbish, dumping, burning"),
        "description": text("стихійне звалище або дим від сміття", "illegal dumping or smoke from burnt rubbish"),
        "icon": "trash3",
        "nature": Nature.MUNICIPAL,
        "responsible_kind": AUTHORITY,
        "responsible_text": text("Житлово-комунальний відділ, міська рада", "Housing department, the council"),
    },
    {
        "code": "abandoned",
        "parent": "street",
        "name": text("Покинута будівля або авто", "Abandoned building or car"),
        "description": text(
            "відкритий підвал, розбите авто, недобудова", "an open cellar, a wreck, a shell of a house"
        ),
        "icon": "building-exclamation",
        "nature": Nature.MUNICIPAL,
        "responsible_kind": AUTHORITY,
        "responsible_text": text("Житлово-комунальний відділ, міська рада", "Housing department, the council"),
    },
    {
        "code": "stray-animals",
        "parent": "street",
        "name": text("Безпритульні або агресивні тварини", "Stray or aggressive animals"),
        "description": text("зграя собак, собака без намордника", "a pack of dogs, a dog without a muzzle"),
        "icon": "exclamation-diamond",
        "nature": Nature.PUBLIC_ORDER,
        "questions": [HURT],
    },
    # -- traffic and parking
    {
        "code": "parking",
        "parent": "traffic",
        "name": text("Паркування заважає пройти", "Parking in the way"),
        "description": text("на переході, тротуарі, пандусі, у проїзді", "on a crossing, pavement, ramp or drive"),
        "icon": "car-front",
        "questions": [TIMES],
    },
    {
        "code": "dangerous-driving",
        "parent": "traffic",
        "name": text("Небезпечна їзда", "Dangerous driving"),
        "description": text("перегони, їзда тротуаром, перевищення швидкості", "racing, riding on pavements, speeding"),
        "icon": "scooter",
        "questions": [PRESENT, TIMES],
    },
    {
        "code": "road-hazard",
        "parent": "traffic",
        "name": text("Небезпечне місце на дорозі", "Dangerous spot on the road"),
        "description": text("яма, відкритий люк, знак не видно", "a hole, an open manhole, a hidden sign"),
        "icon": "sign-turn-right",
        "nature": Nature.MUNICIPAL,
        "responsible_kind": AUTHORITY,
        "responsible_text": text("Управління доріг, міська рада", "Roads department, the council"),
    },
    # -- noise and public order
    {
        "code": "noise",
        "parent": "order",
        "name": text("Гучна музика, нічний шум", "Loud music, noise at night"),
        "description": text("з двору, закладу чи квартири", "from a yard, a bar or a flat"),
        "icon": "volume-up",
        "questions": [TIMES],
    },
    {
        "code": "public-drinking",
        "parent": "order",
        "name": text("Розпивання і бійки надворі", "Drinking and brawls outdoors"),
        "description": text("у дворі, парку, біля крамниці", "in a yard, a park, by a shop"),
        "icon": "cup-straw",
        "questions": [PRESENT, TIMES],
    },
    {
        "code": "illegal-trade",
        "parent": "order",
        "name": text("Продаж алкоголю чи тютюну дітям", "Alcohol or tobacco sold to children"),
        "description": text("крамниця або кіоск", "a shop or a kiosk"),
        "icon": "shop",
        "sensitivity": AREA,
    },
    # -- theft and damage
    {
        "code": "vandalism",
        "parent": "property",
        "name": text("Пошкоджене майно", "Damaged property"),
        "description": text(
            "розбита зупинка, вікно, написи, дитячий майданчик", "a smashed stop, window, graffiti, playground"
        ),
        "icon": "hammer",
    },
    {
        "code": "burglary",
        "parent": "property",
        "name": text("Злам квартири, підвалу, гаража", "Break-in of a flat, cellar, garage"),
        "description": text("крадіжка зі зламом або спроба", "theft with a break-in, or an attempt"),
        "icon": "house-lock",
        "nature": Nature.CRIME,
        "sensitivity": AREA,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
        "questions": [PRESENT, free("stolen", "Що зникло?", "What is missing?")],
    },
    {
        "code": "bicycle-theft",
        "parent": "property",
        "name": text("Крадіжка велосипеда чи самоката", "Stolen bicycle or scooter"),
        "description": text("із під’їзду, двору, стоянки", "from an entrance, a yard, a rack"),
        "icon": "bicycle",
        "nature": Nature.CRIME,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
    },
    {
        "code": "fraud",
        "parent": "property",
        "name": text("Шахрайство", "Fraud"),
        "description": text("телефоном, в інтернеті або біля дверей", "by phone, online or at the door"),
        "icon": "credit-card",
        "nature": Nature.CRIME,
        "sensitivity": AREA,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
    },
    # -- threats to people
    {
        "code": "threats",
        "parent": "people",
        "name": text("Погрози, переслідування", "Threats, being followed"),
        "description": text("хтось погрожує, стежить, чіпляється", "somebody threatens, follows or pesters"),
        "icon": "shield-exclamation",
        "nature": Nature.CRIME,
        "sensitivity": AREA,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
        "questions": [PRESENT],
    },
    {
        "code": "domestic-violence",
        "parent": "people",
        "name": text("Насильство вдома", "Violence at home"),
        "description": text("зі мною або в сусідів", "against me or at the neighbours’"),
        "icon": "house-heart",
        "nature": Nature.CRIME,
        "sensitivity": SEALED,
        "responsible_force": Force.DISTRICT,
        "responsible_text": DISTRICT_TEXT,
        "questions": [PRESENT, HURT],
    },
    {
        "code": "child-at-risk",
        "parent": "people",
        "name": text("Дитина в небезпеці, булінг", "A child at risk, bullying"),
        "description": text("у школі, у дворі, вдома", "at school, in the yard, at home"),
        "icon": "backpack",
        "nature": Nature.OTHER,
        "sensitivity": SEALED,
        "responsible_force": Force.JUVENILE,
        "responsible_text": JUVENILE_TEXT,
        "questions": [PRESENT],
    },
    # -- drugs and weapons
    {
        "code": "drug-dealing",
        "parent": "drugs-weapons",
        "name": text("Продаж наркотиків", "Drug dealing"),
        "description": text(
            "закладки, продаж у дворі, написи з адресами", "stashes, dealing in a yard, painted adverts"
        ),
        "icon": "capsule",
        "nature": Nature.CRIME,
        "sensitivity": AREA,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
        "questions": [TIMES],
    },
    {
        "code": "weapons",
        "parent": "drugs-weapons",
        "name": text("Зброя в чужих руках", "Weapons in the wrong hands"),
        "description": text("стрілянина, зброя без дозволу", "shots, an unlicensed weapon"),
        "icon": "crosshair",
        "nature": Nature.CRIME,
        "sensitivity": AREA,
        "responsible_force": Force.INVESTIGATION,
        "responsible_text": INVESTIGATION_TEXT,
        "questions": [PRESENT],
    },
    {
        "code": "ordnance",
        "parent": "drugs-weapons",
        "name": text("Вибухонебезпечний предмет", "Unexploded ordnance"),
        "description": text("міна, снаряд, граната, дрон, що впав", "a mine, a shell, a grenade, a fallen drone"),
        "icon": "radioactive",
        "nature": Nature.OTHER,
        "sensitivity": SEALED,
        "stopper": Category.Stopper.ORDNANCE,
        "responsible_text": text("Піротехніки ДСНС, 101", "Bomb disposal of the emergency service, 101"),
    },
    # -- feeling
    {
        "code": "unsafe-place",
        "parent": "feeling",
        "name": text("Я обходжу це місце", "I avoid this place"),
        "description": text("нічого не сталося, але тут неспокійно", "nothing happened, but it does not feel safe"),
        "icon": "person-walking",
        "nature": Nature.OTHER,
        "questions": [TIMES],
    },
    {
        "code": "suspicious-behaviour",
        "parent": "feeling",
        "name": text("Підозріла поведінка", "Suspicious behaviour"),
        "description": text("що роблять, а не який мають вигляд", "what they do, not what they look like"),
        "icon": "eye",
        "nature": Nature.OTHER,
        "sensitivity": AREA,
        "questions": [PRESENT],
    },
    {
        "code": "something-else",
        "parent": "feeling",
        "name": text("Інше", "Something else"),
        "description": text("якщо нічого не підійшло", "when nothing above fits"),
        "icon": "chat-left-text",
        "nature": Nature.OTHER,
        "sensitivity": AREA,
    },
)


def create_categories():
    """Create or bring up to date the groups and categories above, by code; return {code: Category} of all of them."""
    made = {}
    for position, (code, name, icon) in enumerate(GROUPS):
        made[code] = _put(code, {"position": position, "icon": icon, **_both("name", name)})
    for position, wanted in enumerate(CATEGORIES):
        fields = dict(wanted)
        code, parent = fields.pop("code"), made[fields.pop("parent")]
        fields.setdefault("responsible_text", POLICE_TEXT)
        fields["keywords"] = text(*EVERYDAY_WORDS[code])
        translated = ("name", "description", "keywords", "responsible_text")
        words = {name: value for field in translated for name, value in _both(field, fields.pop(field)).items()}
        made[code] = _put(code, {"parent": parent, "position": position, **fields, **words})
    return made


def _both(field, words):
    return {f"{field}_{language}": value for language, value in words.items()}


def _put(code, fields):
    return Category.objects.update_or_create(code=code, defaults=fields)[0]
