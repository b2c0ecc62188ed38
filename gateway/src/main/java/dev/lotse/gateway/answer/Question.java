package dev.lotse.gateway.answer;

import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.ranking.text.TextLanguage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question as the answerer sees it.
 *
 * @param text what the visitor asked
 * @param lang its language
 * @param kind the kind of fact asked for
 * @param terms what it is about, each term once, in order
 * @param years calendar years that it names; only a sentence about one of them can answer it
 * @param vector its meaning, or null where it could not be had in time
 */
public record Question(
        String text,
        TextLanguage lang,
        AnswerKind kind,
        List<Term> terms,
        Set<String> years,
        float @Nullable [] vector) {
    private static final Pattern YEAR = Pattern.compile("\\b(19|20)\\d\\d\\b");

    /** Words that only make a sentence a question; the kind of fact asked for is told by {@link AnswerKind}. */
    private static final Set<String> ASKING = Set.of(
            "wie",
            "hoch",
            "viel",
            "viele",
            "lange",
            "oft",
            "schnell",
            "teuer",
            "was",
            "wann",
            "wo",
            "wer",
            "welche",
            "welcher",
            "welches",
            "welchem",
            "welchen",
            "kostet",
            "kosten",
            "kostete",
            "ab",
            "bis",
            "gibt",
            "kann",
            "muss",
            "darf",
            "bekomme",
            "ich",
            "mein",
            "meine",
            "meinen",
            "meiner",
            "meines",
            "höchstens",
            "mindestens",
            "wenn",
            "man",
            "sie",
            "ihnen",
            "bieten",
            "beim",
            "wird",
            "werden",
            "habe",
            "haben",
            "genau",
            "bei",
            "je",
            "pro",
            "zeit",
            "damit",
            "how",
            "much",
            "many",
            "long",
            "often",
            "soon",
            "fast",
            "high",
            "big",
            "late",
            "what",
            "when",
            "where",
            "who",
            "which",
            "does",
            "do",
            "did",
            "can",
            "could",
            "should",
            "must",
            "have",
            "has",
            "i",
            "my",
            "me",
            "you",
            "your",
            "cost",
            "costs",
            "get",
            "from",
            "until",
            "up",
            "any",
            "each",
            "per",
            "there",
            "we",
            "our",
            "will",
            "would",
            "be",
            "been",
            "were",
            "offer",
            "so",
            "am",
            "one",
            "about",
            "need",
            "take");

    public Question {
        terms = List.copyOf(terms);
        years = Set.copyOf(years);
    }

    /**
     * A term of the question.
     *
     * @param stem as the site's analysis makes it
     * @param weight the rarer on the site, the heavier: 0 to 1, where 1 is a word that the site does not have
     */
    record Term(String stem, double weight) {}

    /** Reads a question with the words of the site. */
    static Question of(String text, String lang, Lexicon lexicon, float @Nullable [] vector) {
        TextLanguage language = TextLanguage.of(lang);
        double most = Math.log1p(Math.max(1, lexicon.pages(lang)));
        List<Term> terms = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Terms.Token token : Terms.tokens(text, language)) {
            if (!ASKING.contains(token.word()) && seen.add(token.stem())) {
                int pages = lexicon.pageFrequency(lang, token.word());
                double weight = Math.log1p((double) lexicon.pages(lang) / (pages + 0.5)) / most;
                terms.add(new Term(token.stem(), Math.clamp(weight, 0.05, 1)));
            }
        }
        Set<String> years = new HashSet<>();
        YEAR.matcher(text).results().forEach(match -> years.add(match.group()));
        return new Question(text, language, AnswerKind.of(text), terms, years, vector);
    }
}
