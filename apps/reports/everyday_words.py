"""What people call the kinds of report with which a new portal starts: {code: (Ukrainian, English)}.

Written as people write, the words of mixed speech among them; inflected forms are found by themselves, alternating
sounds (двір, дворі) are not. A word that fits several kinds stands at each: the others then decide.
"""

EVERYDAY_WORDS = {
    "street-light": (
        "лампа не світить, лампочка перегоріла, ліхтарі не світять, фонар не горить, темно, темрява, темінь, немає "
        "світла на вулиці, освітлення вимкнене, блимає, не видно дороги ввечері, стовп, плафон розбитий",
        "lamp, bulb, lantern, lamp post, dark, darkness, pitch black, lighting, no light, light does not work, "
        "light bulb burnt out, flickering, streetlight",
    ),
    "rubbish": (
        "сміття, смітник, мусор, відходи, звалище, свалка, бак переповнений, контейнери, не вивозять, викидають, "
        "палять листя, палять траву, спалюють, дим, гар, сморід, смердить, хлам, будівельне сміття, шини, "
        "каналізація",
        "trash, garbage, litter, waste, dump, dumping, fly tipping, bin overflowing, not collected, smoke, burning "
        "leaves, burning grass, burnt tyres, stench, stink, smell, junk, sewage",
    ),
    "abandoned": (
        "покинутий, занедбаний, заброшка, порожній дім, пустка, недобудова, недобуд, руїна, аварійний будинок, "
        "відкритий підвал, горище, бездомні ночують, безхатьки, розбите авто стоїть роками, кинута машина, іржаве "
        "авто",
        "abandoned, derelict, empty house, ruin, squat, squatters, homeless people sleep, open cellar, open "
        "basement, attic, unfinished building, wreck, rusty car, dumped car, car has stood for years",
    ),
    "stray-animals": (
        "собака, пес, собаки кидаються, бездомні собаки, зграя, бродячі, безпритульні, укусив, покусала, гавкає на "
        "людей, без повідка, без намордника, бійцівський, кіт, коти, сказ, дика тварина, лисиця, отруюють тварин, "
        "догхантери, б’ють тварину, жорстоке поводження",
        "dog, dogs chase people, stray, pack, bite, bitten, off lead, no leash, no muzzle, pit bull, cat, cats, "
        "rabies, fox, wild animal, animals poisoned, animal cruelty",
    ),
    "parking": (
        "паркування, парковка, запаркували, припарковане, авто на тротуарі, машини стоять на тротуарі, на газоні, "
        "заїхали на клумбу, зебра, пандус, перекрили виїзд, не проїхати, не пройти з коляскою, візок, місце для "
        "інвалідів, виїзд із двору, заблокували машину, евакуатор",
        "parking, parked, car on the pavement, sidewalk, lawn, zebra, ramp, pram, wheelchair, stroller, blocked "
        "drive, blocked exit, cannot get past, double parked, disabled space, tow",
    ),
    "dangerous-driving": (
        "гонки, перегони, ганяють, дрифт, швидкість, лихачі, п’яний за кермом, п’яний водій, нетверезий водій, "
        "мотоцикл, мопед, скутер, квадроцикл, самокати летять, їздять тротуаром, на червоне світло, не пропускають "
        "пішоходів, аварія, ДТП, підрізав",
        "racing, drift, drifting, speeding, reckless, drunk driver, drink driving, motorbike, motorcycle, moped, "
        "scooters, quad, riding on the pavement, runs red light, does not stop at the crossing, accident, crash",
    ),
    "road-hazard": (
        "яма, ями на дорозі, вибоїна, провалля, розбита дорога, асфальт, люк відкритий, немає люка, дорожній знак, "
        "світлофор не працює, перехід без розмітки, розмітка стерта, слизько, ожеледиця, лід, сніг не чистять, "
        "дерево впало, гілка звисає, бордюр, лежачий поліцейський, дроти висять, перила",
        "hole, pothole, pit, sinkhole, broken road, asphalt, manhole, missing cover, road sign, traffic light, "
        "crosswalk, crossing without markings, slippery, ice, snow not cleared, fallen tree, branch, kerb, speed "
        "bump, hanging wires, railing",
    ),
    "noise": (
        "гучна музика, шум, галас, крик уночі, горлають, сусіди шумлять, сусіди зверху, заважають спати, не дають "
        "спати, вечірка, гулянка, караоке, бас, ремонт уночі, перфоратор, дриль, петарди, феєрверк, салют, "
        "сигналізація, собака гавкає вночі, гавкіт, кафе гуде, ніч, двір",
        "loud music, noise, noisy, shouting at night, yelling, neighbours upstairs, neighbors, cannot sleep, keep "
        "us awake, party, karaoke, bass, drill, building works at night, fireworks, firecrackers, alarm, barking at "
        "night, bar, yard",
    ),
    "public-drinking": (
        "п’яні, п’яниця, п’янка, алкаші, алкоголіки, бухають, випивають, розпивають, горілка, алкоголь, бійка, "
        "б’ються, драка, дебош, хулігани, лаються, матюкаються, справляють нужду, пісяють, сплять на лавці, "
        "компанія на лавці, курять, кальян, двір, дворі, під’їзд, лавочка, хуліганство",
        "drunk, drunks, drunkards, boozing, drinking, vodka, beer, alcohol, fight, fighting, brawl, hooligans, "
        "rowdy, swearing, urinating, peeing, sleeping on the bench, gang on the bench, smoking, bench, entrance, "
        "yard",
    ),
    "illegal-trade": (
        "продають дітям, продають неповнолітнім, продали школяреві, сигарети, тютюн, вейп, електронка, пиво, "
        "алкоголь, горілка вночі, самогон, без документів, наливайка, кіоск, стихійна торгівля",
        "sold to children, sell to minors, underage, teenager bought, cigarettes, tobacco, vape, beer, alcohol, "
        "moonshine, kiosk, no licence, street vendor",
    ),
    "vandalism": (
        "вандали, вандалізм, розбили, побили вікно, розтрощили, зламали, поламали лавку, поламали гойдалку, "
        "графіті, обмалювали стіну, розмалювали, напис на стіні, зупинка розбита, дитячий майданчик, підпалили, "
        "підпал, спалили смітник, пам’ятник, порізали шини, подряпали машину, ліфт зламали, домофон",
        "vandals, vandalism, smashed, broke window, broken, bench broken, swing, graffiti, spray paint, tagged "
        "wall, writing on the wall, bus stop, playground, set on fire, arson, monument, slashed tyres, scratched "
        "car, lift, elevator, intercom",
    ),
    "burglary": (
        "обікрали, пограбували, обчистили квартиру, залізли, вломилися, зламали двері, зламали замок, злодій, "
        "злодії, крадіжка, крадій, украли, вкрали з підвалу, вкрали гроші, вкрали телефон, гаманець, кишенькова, "
        "сумку вирвали, грабіж, розбій, мародери, вкрали кришку, викрали авто, угнали машину, злили пальне, "
        "акумулятор, вкрали",
        "burglary, burgled, robbed, robbery, mugged, break-in, broke in, broke door, lock cut, thief, thieves, "
        "theft, stole, stolen phone, stolen money, wallet, pickpocket, bag snatched, looters, looting, car stolen, "
        "fuel, battery stolen, shoplifting",
    ),
    "bicycle-theft": (
        "вкрали велосипед, украли велик, ровер, самокат вкрали, електросамокат, велопарковка, зрізали замок",
        "stolen bike, bicycle, bike gone, scooter stolen, e-bike, bike rack, chain cut",
    ),
    "fraud": (
        "шахраї, шахрайство, обдурили, обманули, кинули на гроші, розвели, виманили гроші, картка, зняли гроші, "
        "дзвонили з банку, лжебанкір, переказ, передоплата, олх, фішинг, посилання, зламали акаунт, ворожка, "
        "фальшиві гроші, підроблені купюри, ходять по квартирах, продають газоаналізатори, аферисти",
        "scam, scammers, fraud, cheated, tricked, conned, card, money withdrawn, money gone, bank call, transfer, "
        "prepaid, phishing, link, account hacked, fake money, counterfeit, door to door sellers, fake charity",
    ),
    "threats": (
        "погрожує, погрози, залякує, шантажує, переслідує, сталкер, стежить, чоловік ходить за мною, чіпляється, "
        "приставав, домагання, мацав, ексгібіціоніст, вимагає гроші, рекет, побили сина, побили людину, напали, "
        "побиття, напад, обіцяє вбити, ненависть",
        "threat, threatens, intimidation, blackmail, stalker, stalking, followed, follows me, harassment, pesters, "
        "groped, flasher, extortion, racket, beaten up, attacked, assault, kill, hate",
    ),
    "domestic-violence": (
        "б’є дружину, чоловік б’є, домашнє насильство, насильство в сім’ї, знущається, вдома, крики за стіною, "
        "сусід б’є жінку, побив матір, б’є дітей, не випускає з дому, не дає грошей, кривдник, аб’юз, колишній",
        "beats his wife, husband hits, domestic violence, abuse, abuser, at home, screaming next door, neighbour "
        "hits, hits the children, partner, ex, not allowed out",
    ),
    "child-at-risk": (
        "булінг, цькування, цькують, дитина, дитину б’ють, діти самі, діти без нагляду, голодні діти, школа, "
        "однокласники, підлітки, неповнолітній, жебракують діти, діти жебраки, п’яна мати, розбещення, сексуальні "
        "повідомлення дитині, втекла з дому, зникла дитина",
        "bullying, bullied, child, children alone, neglected, neglect, hungry, school, classmates, teenagers, "
        "begging, drunk mother, grooming, child abuse, runaway, missing child",
    ),
    "drug-dealing": (
        "закладки, закладка, закладчик, мінери, шукають у кущах, копають у клумбі, наркотики, наркота, наркомани, "
        "наркоторгівля, наркодилер, барига, продають сіль, солі, трава, конопля, марихуана, кокаїн, амфетамін, "
        "метадон, шприци, колються, обколоті, торгують, збувають, притон, наркопритон, напис телеграм, двір, дворі, "
        "під’їзд",
        "drugs, drug den, drug house, dealer, dealing, sell, selling, stash, stashes, dead drop, weed, cannabis, "
        "cocaine, meth, heroin, pills, syringes, needles, addicts, junkies, high, digging in the bushes, telegram "
        "advert, yard, entrance",
    ),
    "weapons": (
        "стріляють, стрільба, стрілянина, постріли, чути постріли, зброя, пістолет, автомат, рушниця, мисливська, "
        "травмат, ніж, з ножем, продає зброю, тримає гранату, патрони, набої, пневматика, стріляє з балкона",
        "shots, shooting, gunshots, gun, pistol, rifle, shotgun, air gun, weapon, knife, sells weapons, keeps "
        "grenades, ammunition, shoots from the balcony",
    ),
    "ordnance": (
        "міна, заміновано, розтяжка, снаряд, нерозірваний, бомба, вибухівка, граната лежить, знайшли гранату, "
        "уламки ракети, дрон упав, шахед упав, касетний, пелюстка, підозрілий предмет, підозрілий пакет, залишена "
        "сумка, ракета",
        "mine, mined, tripwire, shell, unexploded, bomb, explosive, grenade found, missile debris, rocket debris, "
        "drone fell, drone crashed, cluster, suspicious package, suspicious object, bag left behind",
    ),
    "unsafe-place": (
        "страшно, моторошно, небезпечно, боюся, боязко, лячно, обходжу, не ходжу там, неспокійно, арка, підземний "
        "перехід, пустир, хащі, зарості, безлюдно, нічого не видно",
        "unsafe, afraid, scared, scary, creepy, frightening, avoid, uneasy, underpass, archway, wasteland, bushes, "
        "overgrown, deserted",
    ),
    "suspicious-behaviour": (
        "підозрілий, підозрілі люди, незнайомці, чужі, стежать за будинком, заглядають у вікна, фотографує будинки, "
        "знімає дворогляд, сидять у машині, стукають у двері, цілодобово хтось ходить, мітки на дверях, дрон над "
        "двором, незрозуміле",
        "suspicious, strangers, prowler, watching the house, peering, looking into windows, photographing houses, "
        "sitting in a car, knocking, marks on the door, drone over the yard, odd",
    ),
    "something-else": ("інше, не знаю куди", "other, else, do not know where"),
}
