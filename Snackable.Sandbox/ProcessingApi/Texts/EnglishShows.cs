namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>Shows in English.</summary>
internal static class EnglishShows
{
    public static Topic Food { get; } = new("food", English.Language)
    {
        Series = ["The Slow Kitchen", "Salt, Fat & Small Talk", "Second Helpings", "Crumbs 🍞", "What Grandma Never Wrote Down"],
        Things = ["sourdough", "pickled lemons", "street noodles", "burnt butter", "wild garlic", "fermented chili", "rye bread", "olive oil", "rice pudding", "smoked fish", "bitter chocolate", "leftovers"],
        Places = ["Lisbon", "Oaxaca", "Naples", "Tbilisi", "Penang", "a bakery in Leeds", "the night market", "my mother's kitchen", "San Sebastián", "Copenhagen"],
        Sentences =
        [
            "You want the dough to feel like an earlobe, that is the only measurement my grandmother ever gave me.",
            "We tasted {number} kinds of {thing} in one afternoon, and I could not feel my tongue until Thursday.",
            "The secret is to salt the water until it tastes like the sea outside {place}.",
            "Never, ever throw away the water you boiled the beans in.",
            "In {place} they serve {thing} for breakfast, and now I understand why nobody there is ever in a hurry.",
            "Turn the heat down, put the lid on, and go and do something else for {number} minutes.",
            "A starter is a pet, {person} says, except that you are allowed to eat it.",
            "When the butter smells like hazelnuts, take it off the stove at once, because ten seconds later it smells like regret.",
            "The menu had exactly three things on it, and two of them were {thing}.",
            "Crème brûlée, jalapeños, smørrebrød: half of my shopping list needs a special keyboard.",
        ],
    };

    public static Topic Science { get; } = new("science", English.Language)
    {
        Series = ["Half-Life Stories", "Small Particles, Big Questions", "The Curious Hour", "Lab Notes", "Why Is the Sky?"],
        Things = ["dark matter", "gut bacteria", "gravitational waves", "sleep", "lichens", "black holes", "vaccines", "the speed of light", "quantum computers", "memory", "plate tectonics", "antimatter"],
        Places = ["Geneva", "the Atacama Desert", "a lab in Nairobi", "the South Pole", "Bangalore", "Kyoto", "the basement of the institute", "the space station"],
        Sentences =
        [
            "The detector is {number} meters under the ground, and you can still hear the tram from {place} in the data.",
            "An experiment that works the first time has usually been misunderstood, {person} told us.",
            "If you scaled an atom up to the size of a stadium, the nucleus would be a pea on the center spot.",
            "They repeated the measurement {number} times before anyone dared to open a bottle of anything.",
            "We can measure {thing}, we can even predict {thing}, and we still have no idea why any of it works.",
            "Correlation, as every listener in {place} will now shout at the radio, is not causation.",
            "The error bars were so large that you could have parked a bus in them.",
            "Every time we built a better telescope, the universe turned out to be less polite than we had thought.",
            "The paper about {thing} was rejected by {number} reviewers, and then it won the prize.",
            "At roughly 300,000 kilometers per second, even light needs eight minutes to get here from the Sun.",
        ],
    };

    public static Topic History { get; } = new("history", English.Language)
    {
        Series = ["Footnotes", "The Year Everything Changed", "Lost Letters", "Empires Before Lunch", "Dust & Parchment"],
        Things = ["the silk trade", "the great plague", "forged maps", "the printing press", "Roman roads", "the tulip craze", "lighthouse keepers", "the spice wars", "the suffragettes", "medieval taxes", "the telegraph", "pirate republics"],
        Places = ["Constantinople", "Venice", "Timbuktu", "Samarkand", "Hamburg", "Alexandria", "the archives in Seville", "Edinburgh", "Cusco"],
        Sentences =
        [
            "The letter was found behind a wardrobe in {place}, {number} years after the man who wrote it had died.",
            "Nobody who lived through it called it an age, they called it Tuesday.",
            "The king signed the treaty, went to dinner, and broke it before dessert.",
            "Historians have argued about {thing} for so long that the argument has a history of its own.",
            "You could walk from {place} to the sea in {number} days, if the bandits were on holiday.",
            "The census counts every goat in the valley, and not a single woman.",
            "In the margin a bored monk wrote, and I quote, \"Oh, my hand\", and then he drew a snail.",
            "What we think of as the end of {thing} was, for most people, merely an increase in the price of bread.",
            "The map shows an island that was never there, and three navies went looking for it.",
            "They buried the coins in 1672, and a dog dug them up the week before last.",
        ],
    };

    public static Topic Sports { get; } = new("sports", English.Language)
    {
        Series = ["Extra Time", "The Long Run", "Underdogs ⚽", "Off the Bench", "Ninety Minutes and a Pie"],
        Things = ["penalty shoot-outs", "marathon pacing", "the offside rule", "altitude training", "wheelchair rugby", "muddy pitches", "relay handovers", "goalkeepers", "cycling in the rain", "the final sprint", "fair play", "lucky socks"],
        Places = ["Wembley", "Nairobi", "Montevideo", "the old stadium", "Eldoret", "Boston", "the locker room", "Leipzig", "the last kilometer"],
        Sentences =
        [
            "With {number} seconds on the clock she looks up, sees the keeper off her line, and just hits it.",
            "The crowd in {place} did not cheer, it was more like the noise the sea makes.",
            "You do not win a marathon in the last kilometer, but you can certainly lose one there.",
            "Our coach had only one speech, and it was about {thing}.",
            "I have watched that replay {number} times, and it was never, ever a foul.",
            "He trained every morning before the bakery opened, in shoes that belonged to his brother.",
            "Second place is the cruelest place, {person} says, because you can see everything from there.",
            "They lost by {number} points and got a parade anyway.",
            "What people forget about {thing} is how much of it happens between the ears.",
            "The referee looked at his watch, looked at the sky over {place}, and waved play on.",
        ],
    };

    public static Topic Cities { get; } = new("cities", English.Language)
    {
        Series = ["Last Train Home", "Street Level", "The Corner Shop Sessions", "Night Bus Diaries 🚌", "Sidewalk Theory"],
        Things = ["night buses", "rooftop gardens", "bicycle lanes", "public benches", "corner shops", "pigeons", "rent", "subway maps", "street trees", "fountains", "noise", "the last tram"],
        Places = ["Rotterdam", "Lagos", "Medellín", "Osaka", "Athens", "Glasgow", "Mumbai", "the harbor", "platform nine", "Zürich", "São Paulo"],
        Sentences =
        [
            "The bench was removed on a Monday, and by Friday {number} people had brought their own chairs.",
            "If you want to understand {place}, take the first bus in the morning and the last one at night.",
            "A street without {thing} is only a pipe with houses on it.",
            "They moved the whole market {number} meters to the left and called it urban renewal.",
            "My landlord in {place} had a theory about {thing}, and the theory was that it was my fault.",
            "Every city has one staircase that everybody hates and nobody wants to lose.",
            "At four in the morning the only people awake are bakers, nurses and us.",
            "The architect drew a plaza, the people of {place} drew a shortcut across it, and the shortcut won.",
            "Count the trees from your window; in my old street there were exactly {number}, and I knew them by name.",
            "We recorded this on the corner, so that siren is real.",
        ],
    };

    public static Topic Music { get; } = new("music", English.Language)
    {
        Series = ["B-Sides & Breakfast", "One Song, Many Stories", "The Listening Room 🎧", "Crate Diggers", "Fourth Row, Left"],
        Things = ["the missing drummer", "tape loops", "church organs", "bass lines", "the second album", "broken amplifiers", "protest songs", "jazz at noon", "karaoke", "vinyl", "the bridge", "silence"],
        Places = ["New Orleans", "Bamako", "Reykjavík", "Havana", "Manchester", "studio two", "a barn in Vermont", "Dakar", "Vienna"],
        Sentences =
        [
            "Listen to the left channel: that squeak is the piano stool, and they kept it.",
            "They recorded the whole album in {number} hours, because the studio in {place} was booked for a wedding.",
            "The chord should not work there, and that is precisely why you remember it.",
            "She sang it once, put her coat on and said: that is the one.",
            "There are {number} versions of this song, and {person} owns all of them.",
            "The drummer was late, so what you hear on the record is somebody hitting a suitcase.",
            "I learned more about {thing} in that one evening in {place} than in four years at the conservatory.",
            "Turn it up. No, more. Now imagine it in a church.",
            "A good encore is like {thing}: you should leave before you have had enough.",
            "The bass player counts to four in Wolof, the singer counts in French, and the audience does not count at all.",
        ],
    };

    public static Topic Technology { get; } = new("technology", English.Language)
    {
        Series = ["Off by One", "Rubber Duck Radio 🦆", "The Blinking Cursor", "Legacy", "It Worked Yesterday"],
        Things = ["time zones", "leap seconds", "passwords", "the undersea cables", "open source", "spreadsheets", "caching", "pagination", "old mainframes", "voice assistants", "floating point", "the big red button"],
        Places = ["Helsinki", "the server room", "Shenzhen", "Tallinn", "a garage in Palo Alto", "Accra", "the help desk", "Pune"],
        Sentences =
        [
            "The bug only happened on Tuesdays, in {place}, and only when {person} was on holiday.",
            "We deleted {number} thousand lines of code, and nobody noticed, which was the best review we ever got.",
            "There are two hard problems, and {thing} is somehow all {number} of them.",
            "The backup worked perfectly; it was the restore that we had never tried.",
            "It turns out that the timeout was in seconds, and the person who set it was thinking in minutes.",
            "Somewhere under the Atlantic there is a cable as thick as a garden hose, and you are listening to it.",
            "I asked for the documentation on {thing}, and they gave me the phone number of a man in {place}.",
            "Type C:\\> and watch half of the audience get homesick.",
            "She wrote the program on paper, mailed it to {place}, and got the syntax error back {number} days later.",
            "Nothing is as permanent as a workaround for {thing}.",
        ],
    };

    public static Topic Nature { get; } = new("nature", English.Language)
    {
        Series = ["Moss & Feather", "Tide Tables 🌊", "The Quiet Acre", "Field Recordings", "Owls Are Not Wise"],
        Things = ["barn owls", "tide pools", "beavers", "old oaks", "mushrooms", "night moths", "eels", "peat bogs", "wolves", "honeybees", "storm petrels", "fireflies"],
        Places = ["the Hebrides", "the Camargue", "Patagonia", "the Okavango Delta", "Hokkaido", "a pond in Kent", "the Black Forest", "the mangroves"],
        Sentences =
        [
            "If you hear a sound like a squeaky gate, stand still, because that is the owl asking who you are.",
            "We waited {number} hours in the mud near {place}, and then it landed on {person}'s hat.",
            "An oak spends three hundred years growing, three hundred years living, and three hundred years dying.",
            "The eels leave the river on a moonless night and swim {number} days without eating.",
            "You never really see {thing}, you only see where they have just been.",
            "The tide came in faster than the book had promised, and we finished the interview on a rock.",
            "Under one footstep of forest floor there are about {number} kilometers of fungus.",
            "When they brought the beavers back to {place}, the fish came back, and after the fish came the otters.",
            "Please do not feed {thing}, however politely they ask.",
            "Listen: that is the ice, and it is singing.",
        ],
    };
}
