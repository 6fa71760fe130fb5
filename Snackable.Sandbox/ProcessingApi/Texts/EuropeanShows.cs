namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>Shows in European languages other than English.</summary>
internal static class EuropeanShows
{
    public static Topic German { get; } = new("deutsch", new Language
    {
        Episodes = ["Was {person} über {thing} weiß", "{number} Fragen zum Thema {thing}", "Unterwegs in {place}", "{thing}: eine Liebeserklärung", "Abendbrot in {place}"],
        People = ["Jürgen", "Käthe", "Frau Größlein", "Matthias", "Aylin", "Opa Heinz", "Dr. Weiß", "Friederike"],
        Sentences =
        [
            "Herzlich willkommen, schön, dass Sie wieder dabei sind, heute sprechen wir über {thing}.",
            "Moment, das müssen wir kurz erklären, sonst schreiben uns wieder {number} Leute aus {place}.",
            "Also ehrlich gesagt habe ich über {thing} mein ganzes Leben lang nicht nachgedacht.",
            "{person} hat damals gesagt: „Das wird nie etwas“, und dann wurde es doch etwas.",
            "Das klingt jetzt ein bisschen übertrieben, ist aber genau so passiert.",
            "Nach einer kurzen Pause erzählt {person}, was in {place} wirklich geschah.",
            "Schreiben Sie uns, rufen Sie an oder schicken Sie eine Brieftaube.",
        ],
    })
    {
        Series = ["Brot & Bücher", "Zwischen Gleis und Straße", "Küchengespräche", "Früher war mehr Lametta?"],
        Things = ["Sauerteig", "Schrebergärten", "Straßenbahnen", "Märchen", "Käsekuchen", "Fußball", "Windräder", "Mülltrennung", "Nachtzüge", "Donaudampfschiffe"],
        Places = ["Köln", "Görlitz", "Zürich", "Wien", "Nürnberg", "Lübeck", "einem Café in Leipzig"],
        Sentences =
        [
            "Der Zug nach {place} hatte {number} Minuten Verspätung, und genau so haben wir uns kennengelernt.",
            "Meine Großmutter hat den Teig über Nacht auf die Fensterbank gestellt, und zwar bei jedem Wetter.",
            "In {place} gibt es eine Straße, in der es immer nach frischem Brot riecht.",
            "Wer {thing} verstehen will, muss früh aufstehen und gut zuhören.",
            "Das Größte daran ist die Stille, wenn morgens um fünf noch keine Straßenbahn fährt.",
            "Am Ende saßen wir zu {number} um einen viel zu kleinen Tisch und redeten über {thing}.",
        ],
    };

    public static Topic French { get; } = new("francais", new Language
    {
        Episodes = ["Comprendre {thing}", "{number} minutes avec {person}", "Carnet de route : {place}", "Aimer {thing} malgré tout", "Ce que {person} n'a jamais raconté"],
        People = ["Élodie", "François", "Aïcha", "Mme Lefèvre", "Noël", "Jérôme", "Zélie", "le père Martin"],
        Sentences =
        [
            "Bonjour à toutes et à tous, ici {person}, et aujourd'hui nous allons enfin raconter {thing}.",
            "Attendez, répétez-moi ça plus lentement, je crois que je n'ai pas tout compris.",
            "C'était il y a {number} ans, à {place}, et il pleuvait comme jamais.",
            "« Ne touchez à rien », m'a dit {person}, et bien sûr j'ai touché à tout.",
            "On m'avait prévenu, mais je ne voulais pas y croire, voilà tout.",
            "Merci de nous écouter si tard, ou si tôt, selon l'heure qu'il est chez vous.",
            "À la semaine prochaine, et d'ici là, prenez soin de vos voisins.",
        ],
    })
    {
        Series = ["Pain perdu", "La Mémoire des rues", "À voix basse", "Le Goût des autres saisons 🥐"],
        Things = ["le pain au levain", "la dernière séance", "les marchés de nuit", "le théâtre de rue", "la mer en hiver", "les vieux cafés", "le fromage de chèvre", "la forêt", "les trains de nuit"],
        Places = ["Marseille", "Saint-Étienne", "Montréal", "Liège", "Dakar", "Besançon", "l'île d'Ouessant"],
        Sentences =
        [
            "La boulangère ouvre à cinq heures, et à cinq heures deux il n'y a déjà plus de croissants.",
            "À {place}, on dit qu'il faut goûter {thing} au moins une fois, de préférence en silence.",
            "J'ai retrouvé {number} lettres dans une boîte à chaussures, et chacune parlait d'un été différent.",
            "Le garçon de café connaissait {thing} mieux que n'importe quel professeur.",
            "Nous avons marché toute la nuit le long du fleuve, sans dire un mot, ou presque.",
            "Le secret, c'est le beurre ; le deuxième secret, c'est encore plus de beurre.",
        ],
    };

    public static Topic Spanish { get; } = new("espanol", new Language
    {
        Episodes = ["Todo sobre {thing}", "¿Quién inventó {thing}?", "Una tarde en {place}", "{number} cartas para {person}", "Lo que nadie cuenta de {place}"],
        People = ["Begoña", "Íñigo", "Lucía", "Joaquín", "la abuela Inés", "Ramón", "Ximena", "don Andrés"],
        Sentences =
        [
            "Muy buenas noches, soy {person}, y hoy queremos entender {thing} de una vez por todas.",
            "¿Y tú qué hiciste? Pues nada, me quedé callado y conté hasta {number}.",
            "Nos escribe {person} desde {place}: dice que nos escucha mientras lava los platos.",
            "¡No me lo puedo creer! Cuéntalo otra vez, pero ahora despacio.",
            "Eso fue hace {number} años, cuando todavía se podía cruzar la plaza sin mirar.",
            "Después de la pausa seguimos hablando, porque esto acaba de empezar.",
            "Un abrazo enorme, y que sueñen con mañana.",
        ],
    })
    {
        Series = ["Sobremesa", "El Mapa y el Ñandú", "Corazón de barrio ❤️", "Mañana será otro día"],
        Things = ["la siesta", "el queso manchego", "las piñatas", "la tortilla con cebolla", "el fútbol de barrio", "los volcanes", "la niñez", "el tango", "el último autobús"],
        Places = ["Logroño", "Bogotá", "Cádiz", "Asunción", "Medellín", "A Coruña", "Valparaíso"],
        Sentences =
        [
            "En {place} la cena empieza a las diez, y la conversación no termina nunca.",
            "Mi abuela preparaba todo a ojo, y cuando le pedías la receta se reía durante {number} minutos.",
            "Nadie discute tanto sobre {thing} como los taxistas de {place}.",
            "El partido terminó cero a cero, pero todavía lo contamos como una victoria.",
            "Subimos al volcán antes del amanecer, y el señor que vendía café ya estaba arriba.",
            "Si de verdad quieres conocer {thing}, pregúntale a quien limpia cuando todos se han ido.",
        ],
    };

    public static Topic Greek { get; } = new("ellinika", new Language
    {
        Episodes = ["Μια μέρα στην {place}", "Μαθαίνοντας {thing}", "{number} ερωτήσεις για {thing}", "Η ιστορία που μας είπε η {person}"],
        People = ["Ελένη", "Ιωάννα", "Δέσποινα", "γιαγιά Μαρία", "Σοφία"],
        Sentences =
        [
            "Καλησπέρα σας, σήμερα θα μιλήσουμε για {thing}, όπως το είχαμε υποσχεθεί.",
            "Περίμενε λίγο, πες το ξανά, γιατί δεν το πιστεύω.",
            "Πριν από {number} χρόνια, στην {place}, κανείς δεν κλείδωνε την πόρτα του.",
            "Η {person} γέλασε και είπε πως όλα αυτά είναι υπερβολές.",
            "Ευχαριστούμε που μας ακούτε, και καλό ξημέρωμα σε όλους.",
        ],
    })
    {
        Series = ["Καφές στο λιμάνι ☕", "Ιστορίες της θάλασσας", "Ψωμί κι ελιές"],
        Things = ["τη θάλασσα", "το ψωμί", "τα παλιά τραγούδια", "τον καφέ", "τις ελιές", "το θέατρο σκιών", "τους φάρους"],
        Places = ["Αθήνα", "Θεσσαλονίκη", "Σύρο", "Κρήτη", "Λευκάδα", "Ικαρία"],
        Sentences =
        [
            "Στην {place} το πλοίο φτάνει πάντα με καθυστέρηση, κι όμως όλοι το περιμένουν.",
            "Ο παππούς μου έλεγε ότι κανείς δεν μαθαίνει {thing}, μόνο τα θυμάται ξανά.",
            "Μαζέψαμε {number} κιλά ελιές πριν βρέξει, και μετά κοιμηθήκαμε κάτω από το δέντρο.",
            "Το καφενείο άνοιγε στις πέντε το πρωί για τους ψαράδες και έκλεινε όποτε ήθελε.",
            "Αν αγαπάς {thing}, μην το πεις σε κανέναν, τραγούδησέ το.",
        ],
    };
}
