package dev.lotse.gateway.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Postal addresses: a German street with its house number, an English house number with its street, a post box; and what follows
 * of postcode and town.
 */
final class AddressDetector implements Detector {
    private static final List<String> STREET_ENDINGS = List.of(
            "straße",
            "strasse",
            "str.",
            "weg",
            "platz",
            "allee",
            "gasse",
            "ring",
            "damm",
            "ufer",
            "chaussee",
            "stieg",
            "steig",
            "pfad",
            "promenade",
            "markt",
            "wall",
            "bleichen",
            "brücke",
            "kamp",
            "koppel",
            "graben",
            "deich");

    /** Compounds of those endings that name no street. */
    private static final Set<String> NO_STREETS = Set.of(
            "arbeitsplatz",
            "parkplatz",
            "speicherplatz",
            "stellplatz",
            "sitzplatz",
            "startplatz",
            "tabellenplatz",
            "lernpfad",
            "dateipfad",
            "suchpfad",
            "arbeitsweg",
            "lösungsweg",
            "umweg",
            "supermarkt",
            "baumarkt",
            "flohmarkt",
            "schlüsselring",
            "spielplatz",
            "steckplatz",
            "listenplatz",
            "medaillenplatz",
            "ausbildungsplatz",
            "studienplatz",
            "liegeplatz",
            "klickpfad",
            "rechtsweg",
            "dienstweg",
            "vertriebsweg",
            "ausweg",
            "rettungsweg",
            "hering",
            "frühling");

    private static final List<String> PREPOSITIONS = List.of(
            "am",
            "an der",
            "an den",
            "im",
            "in der",
            "auf der",
            "auf dem",
            "unter den",
            "zum",
            "zur",
            "beim",
            "hinter der",
            "vor dem",
            "bei der");

    private static final Set<String> ARTICLES = Set.of(
            "der", "dieser", "einer", "jeder", "unser", "ihrer", "seiner", "meiner", "kurzer", "langer", "weiter",
            "immer", "aber", "unter", "über", "hinter", "oder", "mancher", "welcher", "erster", "zweiter", "dritter");

    private static final Set<String> STREETS_EN = Set.of(
            "street",
            "st",
            "st.",
            "road",
            "rd",
            "rd.",
            "avenue",
            "ave",
            "ave.",
            "lane",
            "ln",
            "ln.",
            "drive",
            "dr",
            "dr.",
            "boulevard",
            "blvd",
            "blvd.",
            "court",
            "ct",
            "ct.",
            "square",
            "sq",
            "terrace",
            "place",
            "pl",
            "way",
            "crescent",
            "close",
            "gardens",
            "mews",
            "hill",
            "highway",
            "parkway",
            "pkwy");

    private static final int MAX_ENGLISH_NAME = 4;

    @Override
    public void scan(String text, List<Finding> findings) {
        var words = words(text);
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (!word.startsWithDigit()) {
                if (isPostBox(words, i)) {
                    findings.add(new Finding(PersonalDataKind.ADDRESS, boxStart(words, i), boxEnd(words, i)));
                }
                continue;
            }
            if (isHouseNumber(word.text())) {
                int start = germanStart(words, i);
                if (start >= 0) {
                    int last = afterHouseNumber(words, i);
                    findings.add(new Finding(
                            PersonalDataKind.ADDRESS,
                            words.get(start).start(),
                            words.get(last).end()));
                    continue;
                }
                int end = englishEnd(words, i);
                if (end > i) {
                    findings.add(new Finding(
                            PersonalDataKind.ADDRESS,
                            word.start(),
                            words.get(end).end()));
                }
            }
        }
    }

    /**
     * A piece of text between white space, without punctuation around it.
     *
     * @param text a full stop that belongs to an abbreviation included
     * @param comma whether punctuation follows it
     * @param goesOn whether that is a comma
     * @param newline whether it is the last of its line
     */
    private record Word(String text, int start, int end, boolean comma, boolean goesOn, boolean newline) {
        boolean startsWithDigit() {
            return Surroundings.isDigit(text.charAt(0));
        }

        boolean isCapitalised() {
            return Character.isUpperCase(text.charAt(0));
        }

        String lower() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private static List<Word> words(String text) {
        var words = new ArrayList<Word>();
        int i = 0;
        while (i < text.length()) {
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
                continue;
            }
            int from = i;
            while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            int start = from;
            int end = i;
            while (start < end && !Character.isLetterOrDigit(text.charAt(start))) {
                start++;
            }
            while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
                end--;
            }
            if (start == end) {
                continue;
            }
            // "Hauptstr." and "St." keep their full stop.
            boolean abbreviated = Surroundings.is(text, end, '.') && isAbbreviation(text.substring(start, end));
            int wordEnd = abbreviated ? end + 1 : end;
            boolean newline = i < text.length() && text.charAt(i) == '\n';
            words.add(new Word(
                    text.substring(start, wordEnd),
                    start,
                    wordEnd,
                    wordEnd < i,
                    Surroundings.is(text, wordEnd, ','),
                    newline));
        }
        return words;
    }

    private static boolean isAbbreviation(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return lower.endsWith("str") || STREETS_EN.contains(lower + ".") || lower.equals("p.o");
    }

    /** 1 to 9999 with a letter or a range: {@code 5}, {@code 5a}, {@code 7-9}, {@code 221B}. */
    private static boolean isHouseNumber(String word) {
        int i = 0;
        while (i < word.length() && Surroundings.isDigit(word.charAt(i))) {
            i++;
        }
        if (i == 0 || i > 4 || word.charAt(0) == '0') {
            return false;
        }
        if (i < word.length() && Surroundings.isLatin(word.charAt(i))) {
            i++;
        }
        if (i < word.length() && (word.charAt(i) == '-' || word.charAt(i) == '/')) {
            int from = ++i;
            while (i < word.length() && Surroundings.isDigit(word.charAt(i))) {
                i++;
            }
            if (i == from || i - from > 4) {
                return false;
            }
            if (i < word.length() && Surroundings.isLatin(word.charAt(i))) {
                i++;
            }
        }
        return i == word.length();
    }

    /** Index of the first word of the street before a house number, or -1. */
    private static int germanStart(List<Word> words, int number) {
        int street = number - 1;
        if (street < 0 || words.get(street).comma() || words.get(street).newline()) {
            return -1;
        }
        var word = words.get(street);
        var lower = word.lower();
        var ending = STREET_ENDINGS.stream().filter(lower::endsWith).findFirst().orElse(null);
        if (ending != null && (word.isCapitalised() || word.text().contains("-")) && !NO_STREETS.contains(lower)) {
            boolean compound = lower.length() >= ending.length() + 2;
            boolean described = street > 0 && describes(words.get(street - 1));
            if (compound || described) {
                return described ? street - 1 : street;
            }
        }
        return prepositionalStart(words, number);
    }

    /** {@code Holtenauer}, {@code Alte}, {@code Große}: parts of a street's name before its last word. */
    private static boolean describes(Word word) {
        var lower = word.lower();
        return word.isCapitalised()
                && !word.comma()
                && lower.length() >= 4
                && !ARTICLES.contains(lower)
                && (lower.endsWith("er")
                        || Set.of(
                                        "alte", "alter", "neue", "große", "kleine", "lange", "hohe", "breite", "obere",
                                        "untere")
                                .contains(lower));
    }

    /** {@code An der Alster 12, 20099 Hamburg}: such names are common words, so only postcode and town make them an address. */
    private static int prepositionalStart(List<Word> words, int number) {
        if (afterHouseNumber(words, number) == number || !isPostcode(words, number + 1)) {
            return -1;
        }
        for (int names = 1; names <= 3 && number - names - 1 >= 0; names++) {
            if (!words.get(number - names).isCapitalised()) {
                return -1;
            }
            int before = number - names - 1;
            var one = words.get(before).lower();
            if (before > 0 && PREPOSITIONS.contains(words.get(before - 1).lower() + " " + one)) {
                return before - 1;
            }
            if (PREPOSITIONS.contains(one)) {
                return before;
            }
        }
        return -1;
    }

    /** Index of the last word of what follows a German house number: its letter, postcode and town. */
    private static int afterHouseNumber(List<Word> words, int number) {
        int last = number;
        if (last + 1 < words.size() && !words.get(last).comma()) {
            var next = words.get(last + 1).text();
            boolean ends = last + 2 >= words.size()
                    || words.get(last + 1).comma()
                    || !words.get(last + 2).startsWithDigit();
            if (next.length() == 1 && next.charAt(0) >= 'a' && next.charAt(0) <= 'h' && ends) {
                last++;
            }
        }
        boolean ended = words.get(last).comma() && !words.get(last).goesOn();
        if (!ended && isPostcode(words, last + 1)) {
            last += 2;
            if (last + 1 < words.size()
                    && !words.get(last).comma()
                    && words.get(last + 1).isCapitalised()) {
                last++;
            }
        }
        return last;
    }

    /** Whether five digits and a capitalised word stand here. */
    private static boolean isPostcode(List<Word> words, int at) {
        return at + 1 < words.size()
                && words.get(at).text().length() == 5
                && words.get(at).text().chars().allMatch(c -> c >= '0' && c <= '9')
                && words.get(at + 1).isCapitalised();
    }

    /** Index of the last word of an English address that begins with this house number, or -1. */
    private static int englishEnd(List<Word> words, int number) {
        if (words.get(number).comma()) {
            return -1;
        }
        for (int i = number + 1; i < words.size() && i <= number + 1 + MAX_ENGLISH_NAME; i++) {
            var word = words.get(i);
            if (!word.isCapitalised()) {
                return -1;
            }
            boolean last =
                    word.comma() || i + 1 >= words.size() || !words.get(i + 1).isCapitalised();
            if (STREETS_EN.contains(word.lower()) && i > number + 1 && last) {
                return afterStreet(words, i);
            }
            if (word.comma() || word.newline()) {
                return -1;
            }
        }
        return -1;
    }

    /** {@code , Springfield}, {@code , New York, NY 10118}, {@code , London NW8 9AY}. */
    private static int afterStreet(List<Word> words, int street) {
        int last = street;
        if (!words.get(street).goesOn()) {
            return last;
        }
        int town = 0;
        while (last + 1 < words.size() && words.get(last + 1).isCapitalised() && town < 2) {
            last++;
            town++;
            if (words.get(last).comma()) {
                break;
            }
        }
        if (town == 0) {
            return street;
        }
        if (words.get(last).comma() && !words.get(last).goesOn()) {
            return last;
        }
        boolean region = last + 2 < words.size()
                && words.get(last + 1).text().length() == 2
                && words.get(last + 1).isCapitalised()
                && words.get(last + 2).startsWithDigit();
        if (region) {
            return last + 2;
        }
        boolean inward = last + 1 < words.size()
                && words.get(last + 1).text().length() == 3
                && words.get(last + 1).startsWithDigit()
                && Character.isUpperCase(words.get(last + 1).text().charAt(2));
        return inward ? last + 1 : last;
    }

    private static boolean isPostBox(List<Word> words, int at) {
        var word = words.get(at).lower();
        boolean german = word.equals("postfach");
        boolean english = word.equals("box")
                && at > 0
                && Set.of("po", "p.o.", "p.o").contains(words.get(at - 1).lower());
        return (german || english) && at + 1 < words.size() && words.get(at + 1).startsWithDigit();
    }

    private static int boxStart(List<Word> words, int at) {
        return words.get(at).lower().equals("box")
                ? words.get(at - 1).start()
                : words.get(at).start();
    }

    private static int boxEnd(List<Word> words, int at) {
        int last = at + 1;
        while (last + 1 < words.size()
                && !words.get(last).comma()
                && words.get(last + 1).startsWithDigit()
                && last < at + 4) {
            last++;
        }
        return words.get(last).end();
    }
}
