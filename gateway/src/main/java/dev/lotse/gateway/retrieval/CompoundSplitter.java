package dev.lotse.gateway.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Splits German compounds into words that the site itself uses on their own. Of all the splits the one whose parts have the
 * highest geometric mean of page frequencies wins (Koehn, Knight: Empirical Methods for Compound Splitting, EACL 2003).
 *
 * <p>Immutable and thread-safe.
 */
final class CompoundSplitter {
    /** Shorter parts are mostly chance ("ein", "ort", "art"). */
    private static final int MIN_PART = 4;

    private static final int MAX_PARTS = 4;
    private static final int MAX_WORD = 60;

    /** Letters that German puts between the parts, the empty one first. */
    private static final List<String> LINKS = List.of("", "s", "n", "en", "es", "er", "e");

    private final Map<String, Integer> frequencies;

    /** @param frequencies page frequency by word in lower case */
    CompoundSplitter(Map<String, Integer> frequencies) {
        this.frequencies = frequencies;
    }

    /** The parts in order as the site writes them, without linking letters; empty where the word cannot be split. */
    List<String> split(String word) {
        if (word.length() < 2 * MIN_PART || word.length() > MAX_WORD) {
            return List.of();
        }
        Best best = new Best();
        extend(word, 0, new ArrayList<>(), 0, best);
        return best.parts;
    }

    private void extend(String word, int from, List<String> parts, double logSum, Best best) {
        if (from == word.length()) {
            if (parts.size() > 1) {
                best.offer(parts, logSum / parts.size());
            }
            return;
        }
        if (parts.size() == MAX_PARTS) {
            return;
        }
        for (int to = from + MIN_PART; to <= word.length(); to++) {
            if (to < word.length() && word.length() - to < MIN_PART) {
                continue;
            }
            boolean whole = from == 0 && to == word.length();
            if (whole) {
                continue;
            }
            boolean last = to == word.length();
            for (String link : LINKS) {
                if (last && !link.isEmpty()) {
                    break;
                }
                int end = to - link.length();
                if (end - from < MIN_PART || !word.startsWith(link, end)) {
                    continue;
                }
                String part = word.substring(from, end);
                int frequency = frequencies.getOrDefault(part, 0);
                if (frequency > 0) {
                    parts.add(part);
                    extend(word, to, parts, logSum + Math.log(frequency), best);
                    parts.removeLast();
                }
            }
        }
    }

    private static final class Best {
        private List<String> parts = List.of();
        private double score = Double.NEGATIVE_INFINITY;

        void offer(List<String> candidate, double meanLog) {
            // Fewer parts win a tie: they say more.
            if (meanLog > score || (meanLog == score && candidate.size() < parts.size())) {
                score = meanLog;
                parts = List.copyOf(candidate);
            }
        }
    }
}
