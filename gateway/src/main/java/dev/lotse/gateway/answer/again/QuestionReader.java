package dev.lotse.gateway.answer.again;

import dev.lotse.gateway.answer.again.QuestionForm.People;
import dev.lotse.gateway.answer.again.QuestionForm.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one question into its {@link QuestionForm}. Used once, by one thread. */
final class QuestionReader {
    /** Words, numbers with their marks, codes, options of programs, and signs that are units. */
    private static final Pattern TOKEN = Pattern.compile(QuestionWords.MARK
            + "[a-z]+|(?<![\\p{L}\\p{N}])-{1,2}[\\p{L}\\p{N}][\\p{L}\\p{N}-]*|[\\p{L}\\p{N}]+(?:[.,:/_+'’-][\\p{L}\\p{N}]+)*"
            + "|[^\\s\\p{L}\\p{N}.,;:!?'\"()„“”‚‘’«»–—-]");

    /** "WLAN-Passwort" is "WLAN Passwort"; "E-17" is one code. */
    private static final Pattern HYPHENATED = Pattern.compile("\\p{L}{2,}(?:-\\p{L}{2,})+");

    private final QuestionWords words;
    private final List<Token> tokens = new ArrayList<>();
    private final Set<String> modals = new TreeSet<>();
    private final List<String> people = new ArrayList<>();
    private String asked = "";
    private @Nullable String article;
    private boolean acting;
    private boolean acted;

    private QuestionReader(QuestionWords words) {
        this.words = words;
    }

    static QuestionForm read(String question, QuestionWords words) {
        return new QuestionReader(words).read(question);
    }

    private QuestionForm read(String question) {
        boolean cased = question.codePoints().skip(1).anyMatch(Character::isUpperCase);
        String text = words.rephrase(uncapitalised(question.strip()));
        List<String> all = new ArrayList<>();
        List<Boolean> firsts = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            boolean first = matcher.start() == 0;
            if (HYPHENATED.matcher(matcher.group()).matches()) {
                all.addAll(List.of(matcher.group().split("-")));
            } else {
                all.add(matcher.group());
            }
            while (firsts.size() < all.size()) {
                firsts.add(first);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            String before = i == 0 ? "" : all.get(i - 1).toLowerCase(Locale.ROOT);
            take(all.get(i), before, firsts.get(i), i == all.size() - 1);
        }
        if (words.manner().contains(asked)) {
            // "How can I" asks what "How do I" asks.
            modals.remove("@can");
        }
        return new QuestionForm(words, asked, tokens, modals, people(), cased);
    }

    /** The first word has a capital whatever it is. */
    private static String uncapitalised(String text) {
        boolean word =
                text.length() > 1 && Character.isUpperCase(text.charAt(0)) && !Character.isUpperCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    private People people() {
        boolean others = people.stream().anyMatch(one -> !one.equals(QuestionWords.SELF));
        return new People(acting, acted && !acting, others ? people : List.of());
    }

    private void take(String written, String before, boolean first, boolean last) {
        String lower = written.toLowerCase(Locale.ROOT);
        // "IT" and "US" are no pronouns.
        boolean acronym = written.length() > 1
                && written.equals(written.toUpperCase(Locale.ROOT))
                && written.codePoints().anyMatch(Character::isLetter);
        boolean capitalised = Character.isUpperCase(written.codePointAt(0));
        if (last && words.particles().contains(lower) && !tokens.isEmpty()) {
            Token verb = tokens.getFirst();
            tokens.set(0, token(lower + verb.text(), verb.capital(), verb.article()));
            return;
        }
        // "in May" and "das Muss" are no verbs.
        boolean name = acronym || (capitalised && !first && !words.isCapitalPronoun(lower));
        if (!name && takeFunctionWord((capitalised && !first) ? written : lower, lower, before, last)) {
            return;
        }
        // Case matters in "-r".
        String text = lower.startsWith("-") ? written : lower;
        Boolean capital = (first || !Character.isLetter(written.codePointAt(0))) ? null : Boolean.valueOf(capitalised);
        tokens.add(token(text, capital, article));
        article = null;
    }

    private Token token(String text, @Nullable Boolean capital, @Nullable String before) {
        return new Token(text, words.meaning(text), capital, before);
    }

    /** Whether it is a word that is not kept as one. */
    private boolean takeFunctionWord(String written, String word, String before, boolean last) {
        String question = words.question(word);
        if (question != null && asked.isEmpty()) {
            asked = question;
            return true;
        }
        String modal = words.modal(word);
        if (modal != null) {
            modals.add(modal);
            return true;
        }
        String person = words.person(word, before, last);
        if (person != null) {
            // "Sie" is somebody else than "sie".
            people.add(written.equals(word) || person.equals(QuestionWords.SELF) ? person : person + "!");
            acting |= words.isActing(word, before);
            acted |= words.isActedOn(word);
            article = words.article(word);
            return true;
        }
        if (words.isArticle(word)) {
            article = words.article(word);
            return true;
        }
        return words.isWithoutWeight(word, before, last);
    }
}
