package dev.lotse.gateway.retrieval;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completions of what a visitor types, from page titles, headings and phrases that several titles and headings share. A
 * prefix may begin at any word of the completed text.
 *
 * <p>Immutable and thread-safe; in memory.
 */
public final class CompletionIndex {
    private static final int MAX_WORD_STARTS = 8;
    private static final int MAX_PHRASE_WORDS = 3;
    private static final int MIN_PHRASE_PAGES = 3;
    private static final int MAX_TEXT = 80;

    /** Looked at for one prefix; a prefix of one letter may have more. */
    private static final int MAX_SCAN = 20_000;

    private final String[] keys;
    private final int[] entryOfKey;
    private final boolean[] startsEntry;
    private final Entry[] entries;

    private CompletionIndex(String[] keys, int[] entryOfKey, boolean[] startsEntry, Entry[] entries) {
        this.keys = keys;
        this.entryOfKey = entryOfKey;
        this.startsEntry = startsEntry;
        this.entries = entries;
    }

    /**
     * The best completions.
     *
     * @param prefix what was typed; blank gives nothing
     * @param lang only this language, or null for all
     * @return queries and pages mixed, texts that begin with the prefix first, then the most frequent
     */
    public List<Suggestion> complete(String prefix, @Nullable String lang, int limit) {
        String wanted = fold(prefix);
        if (wanted.isEmpty()) {
            return List.of();
        }
        int first = Arrays.binarySearch(keys, wanted);
        if (first < 0) {
            first = -first - 1;
        } else {
            while (first > 0 && keys[first - 1].equals(wanted)) {
                first--;
            }
        }
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = first; i < keys.length && i < first + MAX_SCAN && keys[i].startsWith(wanted); i++) {
            Entry entry = entries[entryOfKey[i]];
            if (lang == null || lang.equals(entry.lang)) {
                double score = (startsEntry[i] ? 2 : 0) + Math.log1p(entry.count) - entry.text.length() / 200.0;
                scores.merge(entryOfKey[i], score, Math::max);
            }
        }
        List<Suggestion> best = new ArrayList<>(limit);
        Set<String> seen = new HashSet<>();
        scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entries[entry.getKey()].text))
                .map(entry -> entries[entry.getKey()])
                .filter(entry -> seen.add(fold(entry.text)))
                .limit(limit)
                .forEach(entry -> best.add(new Suggestion(
                        entry.text, entry.url == null ? Suggestion.Kind.QUERY : Suggestion.Kind.PAGE, entry.url)));
        return best;
    }

    /** Lower case without accents, ß as ss, words separated by single blanks. */
    static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(decomposed.length());
        boolean gap = false;
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            if (!Character.isLetterOrDigit(c)) {
                gap = true;
                continue;
            }
            if (gap && !folded.isEmpty()) {
                folded.append(' ');
            }
            gap = false;
            folded.append(c == 'ß' ? "ss" : c);
        }
        return folded.toString();
    }

    private record Entry(String text, String lang, @Nullable String url, int count) {}

    /** Collects the texts. Used by one thread. */
    public static final class Builder {
        private final List<Entry> pages = new ArrayList<>();
        private final Map<String, Map<String, Phrase>> phrases = new HashMap<>();

        private static final class Phrase {
            private final String text;
            private int pages;

            Phrase(String text) {
                this.text = text;
            }
        }

        /** Adds a page's title, headings and the phrases in them. */
        public void add(Page page) {
            pages.add(new Entry(page.title(), page.lang(), page.url(), 1));
            Set<String> texts = new HashSet<>();
            texts.add(page.title());
            for (Page.Section section : page.sections()) {
                texts.addAll(section.headings());
            }
            Map<String, String> found = new LinkedHashMap<>();
            for (String text : texts) {
                if (text.length() <= MAX_TEXT && !text.equals(page.title())) {
                    found.putIfAbsent(fold(text), text);
                }
                addPhrases(text, Locale.forLanguageTag(page.lang()), found);
            }
            Map<String, Phrase> known = phrases.computeIfAbsent(page.lang(), l -> new HashMap<>());
            found.forEach((key, text) -> {
                if (!key.isEmpty()) {
                    known.computeIfAbsent(key, k -> new Phrase(text)).pages++;
                }
            });
        }

        /** Runs of up to three words; runs that begin or end with a short word are left out, they are rarely a phrase. */
        private static void addPhrases(String text, Locale locale, Map<String, String> found) {
            BreakIterator words = BreakIterator.getWordInstance(locale);
            words.setText(text);
            List<int[]> spans = new ArrayList<>();
            int start = words.first();
            for (int end = words.next(); end != BreakIterator.DONE; start = end, end = words.next()) {
                if (Character.isLetterOrDigit(text.codePointAt(start))) {
                    spans.add(new int[] {start, end});
                }
            }
            for (int from = 0; from < spans.size(); from++) {
                for (int to = from; to < Math.min(spans.size(), from + MAX_PHRASE_WORDS); to++) {
                    int[] first = spans.get(from);
                    int[] last = spans.get(to);
                    if (first[1] - first[0] >= 4 && last[1] - last[0] >= 4) {
                        String phrase = text.substring(first[0], last[1]);
                        found.putIfAbsent(fold(phrase), phrase);
                    }
                }
            }
        }

        /** The finished index. */
        public CompletionIndex build() {
            List<Entry> entries = new ArrayList<>(pages);
            phrases.forEach((lang, known) -> known.forEach((key, phrase) -> {
                if (phrase.pages >= MIN_PHRASE_PAGES) {
                    entries.add(new Entry(phrase.text, lang, null, phrase.pages));
                }
            }));
            List<Key> keys = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                String folded = fold(entries.get(i).text);
                int from = 0;
                for (int word = 0; word < MAX_WORD_STARTS && from < folded.length(); word++) {
                    keys.add(new Key(folded.substring(from), i, from == 0));
                    int blank = folded.indexOf(' ', from);
                    from = blank < 0 ? folded.length() : blank + 1;
                }
            }
            keys.sort(Comparator.comparing(Key::text).thenComparingInt(Key::entry));
            String[] texts = new String[keys.size()];
            int[] entryOfKey = new int[keys.size()];
            boolean[] starts = new boolean[keys.size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = keys.get(i).text();
                entryOfKey[i] = keys.get(i).entry();
                starts[i] = keys.get(i).start();
            }
            return new CompletionIndex(texts, entryOfKey, starts, entries.toArray(Entry[]::new));
        }

        private record Key(String text, int entry, boolean start) {}
    }
}
