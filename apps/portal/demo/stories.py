"""What the invented residents of the demo town write, and what the police make of it.

Per category: the reporter's words, the released title and summary, and what was done, each in both languages. `{place}`
stands for the approximate place. Nothing here happened; every name is invented.
"""

from typing import NamedTuple

from apps.reports.enums import Nature


class Story(NamedTuple):
    """One kind of trouble; each text is (Ukrainian, English)."""

    words: tuple
    title: tuple
    summary: tuple
    done: tuple


STORIES = {
    "street-light": [
        Story(
            (
                "Не горять два ліхтарі біля сходів до містка. Донька повертається тут з потяга о 21:40.",
                "Two lamps by the stairs to the footbridge are dark. My daughter walks here from the 21:40 train.",
            ),
            ("Не горить ліхтар", "Street light out"),
            ("Не світять два ліхтарі біля сходів.", "Two lamps by the stairs do not work."),
            (
                "Рада замінила обидва світильники. Увечері ми перевірили: світло є.",
                "The council replaced both fittings. We checked in the evening: there is light.",
            ),
        ),
        Story(
            (
                "Уся сторона вулиці темна вже другий тиждень, іду з ліхтариком у телефоні.",
                "One whole side of the street has been dark for two weeks, I walk with the torch of my phone.",
            ),
            ("Темна сторона вулиці", "Dark side of the street"),
            ("Кілька ліхтарів поспіль не працюють.", "Several lamps in a row do not work."),
            ("Усунено обрив кабелю, освітлення відновлено.", "A broken cable was repaired, the lighting is back."),
        ),
        Story(
            (
                "Ліхтар блимає всю ніч просто у вікна, а коли гасне, у дворі нічого не видно.",
                "The lamp flickers all night into our windows, and when it is off the yard is pitch dark.",
            ),
            ("Ліхтар блимає", "Flickering lamp"),
            ("Ліхтар у дворі блимає та згасає.", "A lamp in the yard flickers and goes out."),
            ("Лампу замінено.", "The bulb was replaced."),
        ),
    ],
    "rubbish": [
        Story(
            (
                "За гаражами щосуботи палять сміття, дим заходить у квартири, дитина кашляє.",
                "Every Saturday somebody burns rubbish behind the garages, the smoke comes in and my child coughs.",
            ),
            ("За гаражами палять сміття", "Rubbish burnt behind garages"),
            ("Щотижня за гаражами спалюють сміття.", "Rubbish is burnt behind the garages every week."),
            (
                "Складено два протоколи, рада вивезла залишки й поставила контейнер.",
                "Two fines were issued, the council cleared the place and put a container there.",
            ),
        ),
        Story(
            (
                "Біля струмка знову скинули будівельні відходи: мішки, плитку, двері.",
                "Building waste was dumped by the stream again: sacks, tiles, a door.",
            ),
            ("Звалище біля струмка", "Dumping by the stream"),
            ("Біля води скинуто будівельні відходи.", "Building waste lies by the water."),
            ("Відходи вивезено, власника транспорту встановлено.", "The waste is gone, the vehicle’s owner was found."),
        ),
    ],
    "abandoned": [
        Story(
            (
                "Двері покинутого будинку відчинені, туди лазять діти, підлога провалюється.",
                "The door of the empty house stands open, children climb in and the floor is giving way.",
            ),
            ("Відчинена покинута будівля", "Open abandoned building"),
            ("Покинутий будинок доступний дітям.", "Children can get into an abandoned house."),
            (
                "Вхід замуровано, власнику надіслано припис.",
                "The entrance was bricked up, the owner was served a notice.",
            ),
        ),
        Story(
            (
                "Старий бус без номерів стоїть третій місяць, у ньому ночують і лишають скло.",
                "An old van without plates has stood here for three months, people sleep in it and leave glass.",
            ),
            ("Покинутий бус", "Abandoned van"),
            (
                "Бус без номерів стоїть у дворі кілька місяців.",
                "A van without plates has stood in the yard for months.",
            ),
            ("Бус евакуйовано.", "The van was towed away."),
        ),
    ],
    "stray-animals": [
        Story(
            (
                "Сусід вигулює великого пса без повідка й намордника біля пісочниці.",
                "A neighbour walks a big dog without lead or muzzle next to the sandpit.",
            ),
            ("Пес без повідка", "Dog without a lead"),
            ("Великого пса вигулюють без повідка біля дітей.", "A big dog is walked without a lead near children."),
            ("З власником поговорили, складено протокол.", "We talked to the owner and issued a fine."),
        ),
        Story(
            (
                "Зграя з шести собак зранку кидається на людей, що йдуть на електричку.",
                "A pack of six dogs goes for people on their way to the morning train.",
            ),
            ("Зграя собак біля станції", "Pack of dogs near the station"),
            ("Зграя собак уранці чіпляється до перехожих.", "A pack of dogs bothers passers-by in the morning."),
            ("Собак вилучено до притулку, двох стерилізовано й повернуто.", "The dogs were taken to the shelter."),
        ),
    ],
    "parking": [
        Story(
            (
                "Щоранку з 8:15 до 8:40 ті самі три авто стоять на зебрі біля школи, діти виходять на дорогу.",
                "Every morning from 8:15 to 8:40 three cars stand on the zebra at the school, children step out.",
            ),
            ("Авто на пішохідному переході", "Cars parked on the crossing"),
            ("Зранку авто стоять на переході біля школи.", "In the morning cars stand on the crossing at the school."),
            (
                "Чергували два тижні, видали 14 постанов; рада поставила стовпчики.",
                "We stood there for two weeks and issued 14 fines; the council put up bollards.",
            ),
        ),
        Story(
            (
                "Пандус біля поліклініки заставлений машинами, мама на візку не може заїхати.",
                "The ramp at the clinic is blocked by cars, my mother in her wheelchair cannot get in.",
            ),
            ("Авто перекривають пандус", "Cars block the ramp"),
            ("Авто перекривають пандус до поліклініки.", "Cars block the ramp of the clinic."),
            ("Встановлено стовпчики, порушників оштрафовано.", "Bollards are up, the drivers were fined."),
        ),
        Story(
            (
                "Швидка не змогла заїхати у двір, бо на проїзді стояло авто.",
                "The ambulance could not get into the yard because a car stood in the drive.",
            ),
            ("Заблокований в’їзд у двір", "Blocked entry to a yard"),
            ("Авто перекривало проїзд для швидкої.", "A car blocked the way of an ambulance."),
            ("Авто евакуйовано, нанесено розмітку.", "The car was towed, the drive is marked now."),
        ),
    ],
    "dangerous-driving": [
        Story(
            (
                "Щоп’ятниці після десятої вечора мотоцикли ганяють набережною наввипередки.",
                "Every Friday after ten at night motorbikes race along the embankment.",
            ),
            ("Нічні перегони мотоциклів", "Motorbike races at night"),
            ("У п’ятницю вночі на дорозі влаштовують перегони.", "Races are held on the road on Friday nights."),
            (
                "Патруль чергував чотири п’ятниці, троє водіїв оштрафовані.",
                "Patrols on four Fridays, three riders fined.",
            ),
        ),
        Story(
            (
                "Самокати летять пандусом мосту просто на людей, учора збили бабусю.",
                "Scooters fly down the ramp of the bridge into people, yesterday an old lady was knocked over.",
            ),
            ("Самокати на пандусі мосту", "Scooters across the bridge ramp"),
            ("Самокати їдуть пішохідним пандусом.", "Scooters use the pedestrian ramp."),
            (
                "Рада встановила бар’єр, прокатна служба обмежила швидкість.",
                "A barrier is up, the hire firm cut the speed.",
            ),
        ),
    ],
    "road-hazard": [
        Story(
            (
                "На перехресті глибока яма, машини об’їжджають її зустрічною смугою.",
                "There is a deep hole at the junction, cars swerve into the oncoming lane.",
            ),
            ("Глибока яма на перехресті", "Deep hole at the junction"),
            ("Яма змушує виїжджати на зустрічну смугу.", "A hole makes cars swerve into the oncoming lane."),
            ("Яму закладено.", "The hole was filled."),
        ),
        Story(
            (
                "Знак «Пішохідний перехід» закрила гілка, його зовсім не видно.",
                "A branch hides the crossing sign completely.",
            ),
            ("Не видно знака переходу", "Hidden crossing sign"),
            ("Гілки закривають дорожній знак.", "Branches hide a road sign."),
            ("Гілки обрізано.", "The branches were cut."),
        ),
    ],
    "noise": [
        Story(
            (
                "Музика з гаражів до третьої ночі, заснути неможливо, зранку на роботу.",
                "Music from the garages until three at night, nobody can sleep and we work in the morning.",
            ),
            ("Гучна музика вночі", "Loud music at night"),
            ("Уночі з гаражів лунає гучна музика.", "Loud music comes from the garages at night."),
            (
                "Власника гаража попереджено, повторних скарг немає.",
                "The owner was warned; nobody has complained since.",
            ),
        ),
        Story(
            (
                "Біля стадіону щовихідних запускають феєрверки, собака забивається під ліжко.",
                "There are fireworks by the stadium every weekend, the dog hides under the bed.",
            ),
            ("Феєрверки біля стадіону", "Fireworks by the stadium"),
            ("Щовихідних запускають феєрверки.", "Fireworks go off every weekend."),
            ("Двох організаторів встановлено й оштрафовано.", "Two organisers were identified and fined."),
        ),
        Story(
            (
                "Кафе на розі виставляє колонки на вулицю й грає після одинадцятої.",
                "The café on the corner puts its speakers outside and plays after eleven.",
            ),
            ("Музика з кафе після 23-ї", "Café music after eleven"),
            ("Заклад вмикає музику надворі вночі.", "A café plays music outdoors at night."),
            ("Складено протокол, колонки прибрано.", "A fine was issued, the speakers are gone."),
        ),
    ],
    "public-drinking": [
        Story(
            (
                "На лавках під дитячим майданчиком щовечора п’ють, лишають пляшки, лаються до жінок.",
                "Every evening people drink on the benches by the playground, leave bottles and shout at women.",
            ),
            ("Розпивання біля дитячого майданчика", "Drinking by the playground"),
            ("Щовечора біля майданчика розпивають алкоголь.", "People drink by the playground every evening."),
            ("Щоденний обхід о 20:00, складено дев’ять протоколів.", "Daily rounds at 20:00, nine fines issued."),
        ),
        Story(
            (
                "Біля цілодобової крамниці бійки, вчора розбили вітрину аптеки.",
                "There are brawls by the all-night shop, yesterday the pharmacy’s window was smashed.",
            ),
            ("Бійки біля цілодобової крамниці", "Brawls by the all-night shop"),
            ("Уночі біля крамниці стаються бійки.", "There are brawls by a shop at night."),
            ("Крамниці заборонено продаж алкоголю після 22:00.", "The shop may not sell alcohol after 22:00 any more."),
        ),
    ],
    "illegal-trade": [
        Story(
            (
                "У кіоску біля школи продають вейпи дітям, мій син купив у сьомому класі.",
                "The kiosk by the school sells vapes to children, my son bought one in seventh grade.",
            ),
            ("Продаж вейпів дітям", "Vapes sold to children"),
            ("Є сигнали про продаж тютюну неповнолітнім.", "Tobacco is said to be sold to minors."),
            ("Контрольну закупівлю проведено, кіоск оштрафовано.", "A test purchase was made and the kiosk was fined."),
        ),
    ],
    "vandalism": [
        Story(
            (
                "Знову розбили скло на зупинці, уламки по всьому тротуару.",
                "The bus stop glass is smashed again, shards everywhere.",
            ),
            ("Розбита зупинка", "Bus stop glass smashed again"),
            ("На зупинці розбито скло.", "The glass of a bus stop was smashed."),
            ("Скло замінено, двох підлітків встановлено, батьки відшкодували.", "Replaced; the damage was paid for."),
        ),
        Story(
            (
                "Зламали гойдалку й спалили гірку на новому майданчику.",
                "The swing was broken and the slide burnt on the new playground.",
            ),
            ("Пошкоджено дитячий майданчик", "Damaged playground"),
            ("Пошкоджено гойдалку й гірку.", "A swing and a slide were damaged."),
            ("Рада відремонтувала, встановлено камеру.", "The council repaired it and put up a camera."),
        ),
        Story(
            ("Стіни бібліотеки розмалювали за одну ніч.", "The library’s walls were sprayed overnight."),
            ("Написи на стінах бібліотеки", "Graffiti on the library"),
            ("Стіни громадської будівлі розмальовано.", "The walls of a public building were sprayed."),
            ("Написи змито.", "The walls were cleaned."),
        ),
    ],
    "burglary": [
        Story(
            (
                "Зрізали замок на підвалі, зникли два велосипеди й інструменти, двері погнуті.",
                "The lock of the cellar was cut, two bikes and tools are gone and the door is bent.",
            ),
            ("Злам підвалу", "Cellar broken into"),
            ("Зламано підвал багатоквартирного будинку.", "The cellar of a block of flats was broken into."),
            ("Двох осіб затримано, частину речей повернуто.", "Two people were detained, some of the things are back."),
        ),
        Story(
            (
                "Поки ми були на дачі, зламали двері квартири, винесли телевізор і прикраси.",
                "While we were away the door of our flat was forced, the television and jewellery are gone.",
            ),
            ("Крадіжка з квартири", "Flat burgled"),
            ("Скоєно крадіжку з квартири.", "A flat was burgled."),
            ("Справу передано слідству.", "The case is with the investigators."),
        ),
    ],
    "bicycle-theft": [
        Story(
            (
                "Вкрали зелений велосипед зі стоянки біля басейну, трос перекусили.",
                "My green bicycle was stolen from the rack by the pool, the cable was cut.",
            ),
            ("Крадіжка велосипеда", "Bicycle stolen"),
            ("Зі стоянки викрадено велосипед.", "A bicycle was stolen from a rack."),
            ("Велосипед знайдено в ломбарді й повернуто.", "The bicycle was found in a pawnshop and returned."),
        ),
    ],
    "fraud": [
        Story(
            (
                "Телефонували «з банку», мама продиктувала код, з картки зняли 18 тисяч.",
                "Somebody rang “from the bank”, my mother read out a code and 18,000 are gone from her card.",
            ),
            ("Телефонне шахрайство", "Fraud by phone"),
            ("Шахраї телефонують від імені банку.", "Fraudsters ring in the name of a bank."),
            ("Справу передано кіберполіції.", "The case is with the cyber police."),
        ),
    ],
    "threats": [
        Story(
            (
                "Чоловік ішов за мною від станції аж до під’їзду, стояв і чекав, поки я зайду.",
                "A man followed me from the station to my entrance and stood there until I was in.",
            ),
            ("Переслідування ввечері", "Followed in the evening"),
            ("Жінку переслідували дорогою додому.", "A woman was followed on her way home."),
            ("Особу встановлено, винесено попередження.", "The person was identified and warned."),
        ),
    ],
    "domestic-violence": [
        Story(
            (
                "За стіною щотижня крики й удари, потім жінка виходить у темних окулярах.",
                "Every week there are screams and blows behind the wall, then she goes out in dark glasses.",
            ),
            ("", ""),
            ("", ""),
            (
                "Винесено терміновий заборонний припис, працює соціальна служба.",
                "An emergency protection order was issued.",
            ),
        ),
    ],
    "child-at-risk": [
        Story(
            (
                "Мого сина старші щодня чекають за школою, забирають гроші й знімають на телефон.",
                "Older boys wait for my son behind the school every day, take his money and film it.",
            ),
            ("", ""),
            ("", ""),
            ("Зустрілися з батьками та школою, хлопців поставлено на облік.", "We met the parents and the school."),
        ),
    ],
    "drug-dealing": [
        Story(
            (
                "У третьому під’їзді щовечора черга незнайомих, під поштовими скриньками шукають закладки.",
                "Strangers queue in the third entrance every evening and search for stashes under the letter boxes.",
            ),
            ("Ознаки збуту наркотиків", "Signs of drug dealing"),
            ("Мешканці повідомляють про ознаки збуту.", "Residents report signs of dealing."),
            ("Вилучено закладки, одну особу затримано.", "Stashes were seized and one person was detained."),
        ),
        Story(
            (
                "На стінах гаражів з’явилися адреси каналів, під гаражами знайшли шприци.",
                "Channel addresses are sprayed on the garages, and we found syringes behind them.",
            ),
            ("Реклама наркотиків на стінах", "Drug adverts on walls"),
            ("На стінах з’явилася реклама наркотиків.", "Drug adverts were sprayed on walls."),
            ("Написи зафарбовано, канал заблоковано.", "The adverts were painted over."),
        ),
    ],
    "weapons": [
        Story(
            (
                "Сусід у дворі показував підліткам пістолет і стріляв по пляшках.",
                "A man in the yard showed teenagers a pistol and shot at bottles.",
            ),
            ("Стрілянина у дворі", "Shots in a yard"),
            ("Повідомлено про постріли у дворі.", "Shots in a yard were reported."),
            ("Зброю вилучено, відкрито провадження.", "The weapon was seized and a case opened."),
        ),
    ],
    "unsafe-place": [
        Story(
            (
                "Стежка через парк заросла, кущі вищі за мене, після шостої ходжу в обхід.",
                "The path through the park is overgrown, the bushes are taller than me, I go around after six.",
            ),
            ("Заросла стежка в парку", "Overgrown path in the park"),
            ("Люди обходять стежку, бо вона заросла.", "People avoid a path because it is overgrown."),
            ("Кущі підрізано, додано два ліхтарі.", "The bushes were cut and two lamps added."),
        ),
        Story(
            (
                "Підземний перехід без світла і з водою на підлозі, боюся спускатися з візочком.",
                "The underpass has no light and water on the floor, I am afraid to go down with the pram.",
            ),
            ("Темний підземний перехід", "Dark underpass"),
            ("Мешканці уникають темного переходу.", "Residents avoid a dark underpass."),
            ("Перехід прибрано, світло працює.", "The underpass is clean and lit."),
        ),
    ],
    "suspicious-behaviour": [
        Story(
            (
                "Двоє обходять під’їзди, смикають двері квартир і фотографують замки.",
                "Two people go from entrance to entrance, try the doors of flats and photograph the locks.",
            ),
            ("Хтось перевіряє двері квартир", "Somebody tries doors of flats"),
            ("Невідомі смикають двері квартир і знімають замки.", "People try doors and photograph locks."),
            ("Посилено обходи, мешканців попереджено.", "More rounds are made and residents were warned."),
        ),
    ],
    "something-else": [
        Story(
            (
                "Домофон у нашому будинку відчиняється будь-яким кодом, на сходах ночують чужі.",
                "The intercom of our house opens with any code, strangers sleep on the stairs.",
            ),
            ("Несправний домофон", "Broken intercom"),
            ("У під’їзд може зайти будь-хто.", "Anybody can walk into the house."),
            ("Передано управителю будинку, замок замінено.", "The house manager replaced the lock."),
        ),
    ],
}

# (Ukrainian, English); {officer} is the officer's name
ANSWERS = (
    (
        "Дякуємо, що написали. Сьогодні ввечері будемо на місці.",
        "Thank you for writing. We will be there this evening.",
    ),
    ("Дякую. Перевіримо й відповімо до кінця тижня.", "Thank you. We will check and answer by the end of the week."),
    ("Повідомлення прийнято, ним займається {officer}.", "Your report is taken on by {officer}."),
)
QUESTIONS = (
    ("Підкажіть, будь ласка, у які дні це трапляється найчастіше?", "On which days does it happen most often, please?"),
    ("Чи можете точніше описати місце: під’їзд, поверх, орієнтир?", "Can you describe the place more exactly?"),
)
REPLIES = (
    (
        "Найчастіше в п’ятницю й суботу, після дев’ятої вечора.",
        "Mostly on Friday and Saturday, after nine in the evening.",
    ),
    ("Біля другого під’їзду, одразу за аркою.", "By the second entrance, just behind the arch."),
)
NOTES = (
    "Двічі проїжджали повз, нікого не застали. Повторити у вихідні.",
    "Є схоже повідомлення з березня, перевірити зв’язок.",
    "Поговорили з двірником, він підтверджує.",
)
UPDATES = {  # what the police write for everybody, in Ukrainian
    Nature.CRIME: "Місце взято під нагляд, патруль буває тут щовечора.",
    Nature.PUBLIC_ORDER: "Патруль перевіряє місце щовечора.",
    Nature.MUNICIPAL: "Заявку передано до ради, чекаємо на дату ремонту.",
    Nature.OTHER: "Поліцейський офіцер домовляється про зустріч на місці.",
}
REASONS = (
    (
        "Двічі перевірили в різний час: порушення не підтвердилося. Якщо побачите знову, напишіть.",
        "We checked twice at different times and found nothing wrong. Write again if you see it.",
    ),
    (
        "Це майновий спір між сусідами, його вирішує суд. Адресу безоплатної правової допомоги надіслано.",
        "This is a dispute over property that a court decides. We sent the address of free legal aid.",
    ),
)
RETURNED = (  # what the council writes when it cannot act
    (
        "Ця ділянка не на балансі громади, її утримує обласна служба. Диспетчерська: 050 000 16 00.",
        "This place is not ours, the oblast service keeps it. Its dispatcher: 050 000 16 00.",
    ),
    (
        "Потрібне рішення сесії ради, раніше діяти не можемо. Найближча сесія наступного місяця.",
        "It takes a decision of the council, and we cannot act before. The next session is next month.",
    ),
)
DISPUTES = (
    ("На жаль, учора все повторилося.", "Unfortunately it happened again yesterday."),
    ("Ліхтар погас знову через два дні.", "The lamp went out again after two days."),
)
