package dev.lotse.gateway.answer.again;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question reduced to what it asks. Two questions ask the same if every word that is not known to be without weight has its counterpart
 * at its place: a word that only one of them has (a denial, a name, a number, a unit, "only", "before") makes them differ, and so does
 * another order of the things talked about.
 *
 * @param words the language's words
 * @param asked the kind of fact asked for, by its question word; empty for yes/no questions and bare keywords
 * @param tokens what carries weight, in order
 * @param modals "can", "must", "may" and the like
 * @param people who is spoken of, as pronouns
 * @param cased whether upper and lower case say anything: there is a capital besides the first letter
 */
record QuestionForm(
        QuestionWords words, String asked, List<Token> tokens, Set<String> modals, People people, boolean cased) {

    QuestionForm {
        tokens = List.copyOf(tokens);
        modals = Set.copyOf(modals);
    }

    /**
     * A word that carries weight.
     *
     * @param text in lower case, inflected as it stands
     * @param meaning the same for synonyms and for forms of a word that are known
     * @param capital whether it is written with a capital, or null where any word would be
     * @param article the case that the article before it shows, or null
     */
    record Token(
            String text,
            String meaning,
            @Nullable Boolean capital,
            @Nullable String article) {}

    /**
     * Pronouns.
     *
     * @param acting whether the asker, or anybody, does something: "I", "one"
     * @param acted on the asker and not acting: "me" without "I"
     * @param others pronouns of others, and with them the asker's, in order; empty where there are none of others
     */
    record People(boolean acting, boolean acted, List<String> others) {
        People {
            others = List.copyOf(others);
        }
    }

    /** Whether both ask the same. Where there is any doubt they do not. */
    boolean asksTheSameAs(QuestionForm other) {
        return words == other.words
                && !tokens.isEmpty()
                && tokens.size() == other.tokens.size()
                && asked.equals(other.asked)
                && modals.equals(other.modals)
                && people.equals(other.people)
                && (sameOrder(tokens, other.tokens, other) || oneVerbMoved(other));
    }

    private boolean sameOrder(List<Token> mine, List<Token> theirs, QuestionForm other) {
        for (int i = 0; i < mine.size(); i++) {
            if (!same(mine.get(i), theirs.get(i), other)) {
                return false;
            }
        }
        return true;
    }

    /** "Wie kündige ich den Vertrag" and "Wie kann ich den Vertrag kündigen": German moves the verb to the end, and nothing else. */
    private boolean oneVerbMoved(QuestionForm other) {
        if (!words.movesVerbs() || !cased || !other.cased) {
            return false;
        }
        return verbMoved(this, other) || verbMoved(other, this);
    }

    private static boolean verbMoved(QuestionForm early, QuestionForm late) {
        int last = early.tokens.size() - 1;
        Token first = early.tokens.getFirst();
        Token end = late.tokens.get(last);
        return isVerb(first)
                && isVerb(end)
                && early.same(first, end, late)
                && early.sameOrder(early.tokens.subList(1, last + 1), late.tokens.subList(0, last), late);
    }

    /** As far as writing tells: nouns have a capital. */
    private static boolean isVerb(Token token) {
        return Boolean.FALSE.equals(token.capital())
                && token.text().codePoints().allMatch(Character::isLetter);
    }

    private boolean same(Token mine, Token theirs, QuestionForm other) {
        boolean sameText = mine.text().equals(theirs.text());
        if (!sameText
                && !mine.meaning().equals(theirs.meaning())
                && !words.sameWord(mine.text(), theirs.text(), isVerb(mine) && isVerb(theirs))) {
            return false;
        }
        return sameCapitals(mine, theirs, other)
                // Forms of a word differ in number, and with it the article.
                && (!sameText || QuestionWords.sameArticle(mine.article(), theirs.article()));
    }

    private boolean sameCapitals(Token mine, Token theirs, QuestionForm other) {
        if (mine.capital() == null || theirs.capital() == null || mine.capital().equals(theirs.capital())) {
            return true;
        }
        // German questions are typed without capitals as often as not; in English a capital is a name.
        return words.movesVerbs() && !(cased && other.cased);
    }
}
