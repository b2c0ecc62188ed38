package dev.lotse.gateway.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds words of a vocabulary that are close to a given one: candidates share trigrams with it, the optimal string
 * alignment distance decides, within {@link #allowedEdits}. Words with digits are never offered: a wrong part number is
 * worse than none.
 *
 * <p>Immutable and thread-safe. Memory is about 12 bytes per letter of the vocabulary.
 */
final class SpellingIndex {
    private final String[] words;
    private final int[] frequencies;
    private final Map<Integer, int[]> postings;

    /** @param vocabulary page frequency by word in lower case */
    SpellingIndex(Map<String, Integer> vocabulary) {
        List<String> usable = vocabulary.keySet().stream()
                .filter(word -> word.length() >= 4 && word.chars().allMatch(Character::isLetter))
                .sorted()
                .toList();
        words = usable.toArray(String[]::new);
        frequencies = new int[words.length];
        Map<Integer, IntList> lists = new HashMap<>();
        for (int i = 0; i < words.length; i++) {
            frequencies[i] = vocabulary.getOrDefault(words[i], 0);
            for (int gram : grams(words[i])) {
                lists.computeIfAbsent(gram, g -> new IntList()).add(i);
            }
        }
        postings = HashMap.newHashMap(lists.size());
        lists.forEach((gram, list) -> postings.put(gram, list.toArray()));
    }

    /** Edits that a word of this length may contain: 0 below 4 letters, 1 below 8, else 2. */
    static int allowedEdits(int length) {
        return length < 4 ? 0 : length < 8 ? 1 : 2;
    }

    /** Words within the allowed edits, fewest edits first, then the most frequent. */
    List<String> near(String word, int limit) {
        int edits = allowedEdits(word.length());
        if (edits == 0 || limit == 0) {
            return List.of();
        }
        int[] grams = grams(word);
        // One edit changes at most three trigrams.
        int needed = Math.max(1, grams.length - 3 * edits);
        Map<Integer, Integer> shared = new HashMap<>();
        for (int gram : grams) {
            for (int id : postings.getOrDefault(gram, EMPTY)) {
                if (Math.abs(words[id].length() - word.length()) <= edits) {
                    shared.merge(id, 1, Integer::sum);
                }
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        shared.forEach((id, count) -> {
            if (count >= needed) {
                int distance = distance(word, words[id], edits);
                if (distance <= edits) {
                    candidates.add(new Candidate(words[id], distance, frequencies[id]));
                }
            }
        });
        candidates.sort(Comparator.comparingInt(Candidate::distance)
                .thenComparing(Comparator.comparingInt(Candidate::frequency).reversed())
                .thenComparing(Candidate::word));
        return candidates.stream().limit(limit).map(Candidate::word).toList();
    }

    private static final int[] EMPTY = {};

    private record Candidate(String word, int distance, int frequency) {}

    private static int[] grams(String word) {
        String padded = "^" + word + "$";
        return IntStream.rangeClosed(0, padded.length() - 3)
                .map(i -> (padded.charAt(i) * 31 + padded.charAt(i + 1)) * 31 + padded.charAt(i + 2))
                .distinct()
                .toArray();
    }

    /** Optimal string alignment distance (one transposition is one edit), or {@code max + 1} where it is larger. */
    static int distance(String a, String b, int max) {
        if (Math.abs(a.length() - b.length()) > max) {
            return max + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int best = row[0];
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int value = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    value = Math.min(value, beforeLast[j - 2] + 1);
                }
                row[j] = value;
                best = Math.min(best, value);
            }
            if (best > max) {
                return max + 1;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }

    private static final class IntList {
        private int[] values = new int[4];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
