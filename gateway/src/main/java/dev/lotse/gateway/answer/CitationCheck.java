package dev.lotse.gateway.answer;

import dev.lotse.ranking.text.TextLanguage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a sentence that a model wrote stands on the pages that it cites. It must: its words, mostly, in one or two places of a
 * cited page, and every number, code, address, currency, month, weekday and negation of it there too. What the question brings in is no
 * evidence: a word of it that the sentence repeats must be in these places, and so must names, which are told by their capitals. A
 * sentence that says something else in the same words can pass.
 *
 * @param least share of a sentence's words that its places must have, 0 to 1
 */
record CitationCheck(double least) {
    /** Set between the paraphrases and the inventions of {@code citations.tsv}; docs/answers.md has the numbers. */
    static final CitationCheck STANDARD = new CitationCheck(0.6);

    /** Sentences that stand together are read as one place. */
    private static final int WINDOW = 3;

    private static final double HIT = 0.7;
    private static final int MOST_WORDS = 60;
    private static final int MAY = "May".length();

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
    private static final Pattern CODE = Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}]+[-/]?\\d[\\p{L}\\d/-]*");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?://|www\\.)\\S+|\\S+@\\S+|\\b[\\w-]+\\.(de|com|org|net|eu|io|info)\\b\\S*");
    private static final Pattern SYMBOL =
            Pattern.compile("[€$£%]|(?i)\\b(euro|eur|usd|dollar|cent|ct|prozent|percent)\\b");
    private static final Pattern CALENDAR = Pattern.compile(
            "(?i)\\b(januar|februar|märz|april|mai|juni|juli|august|september|oktober|"
                    + "november|dezember|january|february|march|may|june|july|october|december|montags?|dienstags?|mittwochs?|"
                    + "donnerstags?|freitags?|samstags?|sonntags?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\\b");
    private static final Pattern NEGATION = Pattern.compile(
            "(?i)\\b(nicht|kein\\w*|nie|niemals|ohne|weder|not|no|never|without|neither|" + "cannot|\\w+n['’]t)\\b");
    /** A word with a capital that does not begin the sentence; in German every noun. */
    private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\p{N}%€,;:)\"“”»]\\s)\\p{Lu}[\\p{L}-]+");

    private static final Pattern MARKUP = Pattern.compile("!?\\[[^\\]]*]\\(|</?\\w|```|<<|>>");

    /**
     * Checks one sentence.
     *
     * @param cites indexes of the pages that it cites
     * @return whether they support it
     */
    boolean supports(String sentence, List<Integer> cites, PromptSources sources, Question question) {
        if (MARKUP.matcher(sentence).find()) {
            return false;
        }
        TextLanguage language = question.lang();
        List<Terms.Token> words = Terms.tokens(sentence, language);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            return false;
        }
        Set<String> stems = new HashSet<>();
        words.forEach(word -> stems.add(word.stem()));
        Set<String> needed = needed(sentence, stems, question);
        List<PromptSources.PromptSource> cited = sources.all().stream()
                .filter(source -> cites.contains(source.index()))
                .toList();
        for (PromptSources.PromptSource source : cited) {
            if (standsIn(sentence, stems, needed, source)) {
                return true;
            }
        }
        return false;
    }

    /** The best place for the words, and another for what the first one lacks. */
    private boolean standsIn(
            String sentence, Set<String> stems, Set<String> needed, PromptSources.PromptSource source) {
        Place first = best(stems, source, null);
        if (first == null) {
            return false;
        }
        if (covered(stems, first, null) >= least
                && needed.stream().allMatch(first::has)
                && factsStandIn(sentence, first.text())) {
            return true;
        }
        Place second = best(stems, source, first);
        return second != null
                && covered(stems, first, second) >= least
                && needed.stream().allMatch(stem -> first.has(stem) || second.has(stem))
                && factsStandIn(sentence, first.text() + "\n" + second.text());
    }

    /** Words of the sentence that its places must have: those of the question, and names. */
    private static Set<String> needed(String sentence, Set<String> stems, Question question) {
        Set<String> needed = new HashSet<>();
        question.terms().stream()
                .map(Question.Term::stem)
                .filter(stems::contains)
                .forEach(needed::add);
        Matcher name = NAME.matcher(sentence);
        while (name.find()) {
            Terms.tokens(name.group(), question.lang()).forEach(word -> needed.add(word.stem()));
        }
        return needed;
    }

    /** Some sentences in a row. */
    private record Place(List<Sentence> sentences) {
        String text() {
            StringBuilder text = new StringBuilder();
            for (Sentence sentence : sentences) {
                if (sentence.header() != null) {
                    text.append(sentence.header()).append('\n');
                }
                text.append(sentence.text()).append('\n');
            }
            return text.toString();
        }

        boolean has(String stem) {
            return sentences.stream()
                    .anyMatch(sentence -> sentence.own().match(stem) >= HIT
                            || sentence.near().match(stem) >= HIT
                            || sentence.far().match(stem) >= HIT);
        }
    }

    private static @Nullable Place best(Set<String> stems, PromptSources.PromptSource source, @Nullable Place beside) {
        Place best = null;
        double most = 0;
        List<Sentence> all = source.sentences();
        for (int from = 0; from < all.size(); from++) {
            for (int length = 1; length <= WINDOW && from + length <= all.size(); length++) {
                Place place = new Place(all.subList(from, from + length));
                // The shorter place wins where both have the same: it says it more closely.
                double covered = covered(stems, place, beside) - 0.01 * length;
                if (best == null || covered > most) {
                    best = place;
                    most = covered;
                }
            }
        }
        return best;
    }

    private static double covered(Set<String> stems, Place one, @Nullable Place other) {
        long hits = stems.stream()
                .filter(stem -> one.has(stem) || (other != null && other.has(stem)))
                .count();
        return (double) hits / stems.size();
    }

    private static boolean factsStandIn(String sentence, String place) {
        String lower = place.toLowerCase(Locale.ROOT);
        return all(NUMBER, sentence).stream().map(CitationCheck::digits).allMatch(numbers(place)::contains)
                && all(CODE, sentence).stream().allMatch(lower::contains)
                && all(ADDRESS, sentence).stream().map(CitationCheck::bare).allMatch(lower::contains)
                && symbols(place).containsAll(symbols(sentence))
                && daysStandIn(sentence, place)
                && NEGATION.matcher(sentence).find() == NEGATION.matcher(place).find();
    }

    /** Days and months may be parts of longer words, but for May, which "Maßnahme" and "mail" begin with. */
    private static boolean daysStandIn(String sentence, String place) {
        String lower = place.toLowerCase(Locale.ROOT);
        return all(CALENDAR, sentence).stream()
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .allMatch(word -> word.length() > MAY
                        ? lower.contains(word)
                        : all(CALENDAR, place).contains(word));
    }

    private static Set<String> numbers(String text) {
        Set<String> numbers = new HashSet<>();
        all(NUMBER, text).forEach(number -> numbers.add(digits(number)));
        return numbers;
    }

    /** German and English write the same number with points and commas exchanged. */
    private static String digits(String number) {
        return number.replace(',', '.');
    }

    /** A sentence's full stop does not belong to its address. */
    private static String bare(String address) {
        return address.replaceAll("[.,;:!?)\\]]+$", "");
    }

    private static Set<String> symbols(String text) {
        Set<String> symbols = new HashSet<>();
        for (String symbol : all(SYMBOL, text)) {
            symbols.add(
                    switch (symbol) {
                        case "euro", "eur" -> "€";
                        case "dollar", "usd" -> "$";
                        case "prozent", "percent" -> "%";
                        case "ct" -> "cent";
                        default -> symbol;
                    });
        }
        return symbols;
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(match -> found.add(match.toLowerCase(Locale.ROOT)));
        return found;
    }
}
