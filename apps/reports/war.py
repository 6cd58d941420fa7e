"""What is not taken during martial law: where troops, checkpoints, air defence and strikes are.

Criminal Code of Ukraine, art. 114-2. Recognised by pattern in Ukrainian, English and mixed speech. A soldier as a
person (who drinks, is robbed, beats somebody) may be written about; what would tell a place or a movement of forces
may not.
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.reports.errors import WarRefused


def _near(one, other, *, words):
    """A pattern: both in one sentence, in any order, with at most so many words between them."""
    between = rf"(?:[^\w.;!?\n]+\w+){{0,{words}}}?[^\w.;!?\n]+"
    return rf"\b(?:{one})\b{between}\b(?:{other})\b|\b(?:{other})\b{between}\b(?:{one})\b"


# Not "for the army": whoever collects for it stands anywhere.
_FORCES = (
    r"(?<!для )(?<!на )(?<!for the )(?<!for )(?<!in )(?:"
    + "|".join(
        (
            r"військ(?:а|ом|ами|ах)?|військові|військових|військовими|військовослужбовц\w+|зсу|солдат(?:и|ів|ами|ам|ы|ов)",
            r"нацгвардійц\w+|нацгвардія|тероборон\w*|артилері\w+|бронетехнік\w+|танк(?:и|ів|ами|ах)?|гаубиц\w+|бтр\w?|бмп",
            r"войск\w*|военные|военных|артиллери\w+|бронетехник\w+",
            r"troops|soldiers|servicemen|the (?:military|army)|armed forces|national guard|territorial defen[cs]e",
            r"(?:battle )?tanks|armou?red vehicles|apcs?|artillery|howitzers?",
        )
    )
    + ")"
)
_PLACED = "|".join(
    (
        r"стоїть|стоять|стояли|стояла|розташ\w+|розміст\w+|розміщ\w+|базу\w+|дислок\w+|живуть|жили|заселил\w+|поселил\w+",
        r"ночують|перекид\w+|перекину\w+|переміщ\w+|пересува\w+|прибул\w+|заїха\w+|в.?їха\w+|їде|їдуть|їхал\w+|рухає\w+",
        r"рухаю\w+|колон\w+|позиці\w+|окоп\w*|штаб\w*|казарм\w+",
        r"стоят|стояли|расположен\w*|располож\w+|размещ\w+|живут|едут|переброс\w+|позици\w+|казарм\w+",
        r"stationed|deployed|based|billeted|quartered|camped|stand|standing|staying|live|living|moving|moved|arrived",
        r"passing|passed|convoys?|columns?|positions?|barracks|headquarters|trench(?:es)?|dug in",
    )
)
_WEAPONS = (
    r"ракет\w*|шахед\w*|бпла|безпілотник\w*|беспилотник\w*|дрон\w*|снаряд\w*|авіабомб\w*"
    r"|missiles?|rockets?|shaheds?|drones?|shells?"
)
_HITS = (
    r"влучи\w+|влучал\w+|вдари\w+|впа[влд]\w*|упа[влд]\w*|прилеті\w+|вибухну\w+|збил\w+|збит\w+"
    r"|попа[влд]\w*|ударил\w*|прилетел\w*|взорвал\w*|сбил\w*"
    r"|hit|struck|landed|fell|crashed|exploded|shot down"
)
_FIREWORKS = r"феєрверк|феерверк|петард|салют|піротехн|firework|firecracker"
_MONUMENT = r"пам.?ятник|памятник|постамент|музе|monument|memorial|museum"
_VESSEL = r"\b(?:gas|water|fuel|oil|fish|septic) tanks?"
_TOY = r"пневмат|пістолет|рогатк|пейнтбол|спорт|гімнаст|гойдалк|air ?gun|slingshot|paintball"

# (what tells it, what in the same text makes it harmless)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), re.compile(harmless, re.IGNORECASE) if harmless else None)
    for pattern, harmless in (
        (r"\bблок.?пост\w*|\b(?:military |army |police )?check-?points?\b|\bblock-?posts?\b", ""),
        (r"\bппо\b|\bпво\b|\b[сc]-?[34]00\b|\bhimars\b|\bхаймарс\w*|\bзрк\b|\bмобільн\w+ вогнев\w+ груп\w+", ""),
        (r"\bзеніт(?:н\w+|к\w+|ник\w+)|\bair[- ]?defen[cs]e|\banti-?aircraft\b", r"вул\.|вулиц|street"),
        (
            r"\bвійськов(?:а|ої|у|ою|ій|ий|ого|ому|і|их|ими) (?:частин|техні|об.?єкт|баз|аеродром|колон|склад)\w*",
            "",
        ),
        (r"\bвоенн\w+ (?:част|техник|объект|баз|аэродром|эшелон|колонн|склад)\w*|\bв/ч\b", ""),
        (
            r"\b(?:military|army) (?:convoy|column|vehicle|equipment|base|unit|position|depot|airfield)s?\b",
            "",
        ),
        (r"\btroop (?:movement|position|carrier|train)s?\b", ""),
        (_near(_FORCES, _PLACED, words=5), f"{_MONUMENT}|{_VESSEL}"),
        (r"\bприл(?:іт|ьот)\w*|\bприл[её]т(?:а|ы|ов|е)?\b", r"літак|рейс|птах|самол[её]т"),
        (r"\bобстріл(?:у|ом|и|ів|ами|ах|і)?\b|\bобстрел(?:а|ы|ов|ом|е)?\b|\bshelling\b", _TOY),
        (r"\b(?:ракетн|авіа|повітрян)\w* ?удар\w*|\b(?:missile|rocket|drone|artillery|air) ?strikes?\b", _FIREWORKS),
        (_near(_WEAPONS, _HITS, words=3), f"{_FIREWORKS}|{_TOY}"),
    )
)


def telling(text):
    """Return the words of a text that tell what must not be told, or ""."""
    for rule, harmless in _RULES:
        if (found := rule.search(text)) and not (harmless and harmless.search(text)):
            return " ".join(found[0].split())
    return ""


def refuse(*texts):
    """Raise WarRefused for texts that tell it; during martial law alone."""
    told = next(filter(None, map(telling, texts)), "") if settings.MARTIAL_LAW else ""
    if told:
        raise WarRefused(
            _(
                "“%(words)s” can tell where troops, checkpoints, air defence or strikes are, and spreading this is a "
                "crime (Criminal Code of Ukraine, art. 114-2). Leave it out and tell the rest: all you typed is still "
                "here. About saboteurs and enemy spotters call the Security Service, %(phone)s, or 102."
            )
            % {"words": told, "phone": settings.SECURITY_SERVICE_PHONE}
        )


def validate(text):
    """Refuse the same beside the field of a form."""
    try:
        refuse(text)
    except WarRefused as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from None
