package dev.lotse.gateway.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many phrases stand in a sequence of words, in time that does not grow with their number but with how many begin
 * with the same word. Built by one thread, then read by many.
 */
final class PhraseIndex<T> {
    private final Map<String, List<Phrase<T>>> byFirstWord = new HashMap<>();

    private record Phrase<T>(List<String> words, T value) {}

    /** Is told of each phrase that stands at words [from, to). */
    @FunctionalInterface
    interface Found<T> {
        void at(int from, int to, T value);
    }

    void add(List<String> words, T value) {
        byFirstWord
                .computeIfAbsent(words.getFirst(), word -> new ArrayList<>(1))
                .add(new Phrase<>(List.copyOf(words), value));
    }

    void find(List<String> words, Found<T> found) {
        for (int from = 0; from < words.size(); from++) {
            for (Phrase<T> phrase : byFirstWord.getOrDefault(words.get(from), List.of())) {
                int to = from + phrase.words().size();
                if (to <= words.size() && words.subList(from, to).equals(phrase.words())) {
                    found.at(from, to, phrase.value());
                }
            }
        }
    }
}
