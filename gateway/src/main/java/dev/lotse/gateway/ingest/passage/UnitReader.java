package dev.lotse.gateway.ingest.passage;

import dev.lotse.gateway.retrieval.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Reads sections as units none of which is longer than a passage. Not thread-safe. */
final class UnitReader {
    private static final int SHORTEST_CUT = 20;

    private final SentenceSplitter splitter;
    private final int maxTokens;
    private final ToIntFunction<String> tokenCounter;

    UnitReader(String lang, int maxTokens, ToIntFunction<String> tokenCounter) {
        this.splitter = new SentenceSplitter(lang);
        this.maxTokens = maxTokens;
        this.tokenCounter = tokenCounter;
    }

    /**
     * The headings that are new against the section before, then the sentences.
     *
     * @param previous path of the section before
     */
    List<Unit> read(Page.Section section, List<String> previous) {
        List<Unit> units = new ArrayList<>();
        List<String> path = section.headings();
        int known = 0;
        while (known < path.size() && known < previous.size() && path.get(known).equals(previous.get(known))) {
            known++;
        }
        // The same heading twice in a row is still a new section.
        int from = Math.min(known, Math.max(0, path.size() - 1));
        for (int depth = from; depth < path.size(); depth++) {
            String heading = path.get(depth);
            units.add(new Unit(heading, tokenCounter.applyAsInt(heading), path.subList(0, depth + 1), true, true));
        }
        for (String line : section.text().lines().toList()) {
            boolean first = true;
            for (String sentence : splitter.split(line)) {
                first = addSentence(units, sentence, path, first);
            }
        }
        return units;
    }

    private boolean addSentence(List<Unit> units, String sentence, List<String> path, boolean startsLine) {
        int tokens = tokenCounter.applyAsInt(sentence);
        if (tokens <= maxTokens) {
            units.add(new Unit(sentence, tokens, path, false, startsLine));
            return false;
        }
        boolean first = startsLine;
        String rest = sentence;
        while (!rest.isEmpty()) {
            int cut = cut(rest, (int) Math.max(SHORTEST_CUT, (long) rest.length() * maxTokens / tokens));
            String piece = rest.substring(0, cut).strip();
            int pieceTokens = tokenCounter.applyAsInt(piece);
            while (pieceTokens > maxTokens && cut > SHORTEST_CUT) {
                cut = cut(rest, Math.max(SHORTEST_CUT, cut * 3 / 4));
                piece = rest.substring(0, cut).strip();
                pieceTokens = tokenCounter.applyAsInt(piece);
            }
            if (!piece.isEmpty()) {
                units.add(new Unit(piece, pieceTokens, path, false, first));
                first = false;
            }
            rest = rest.substring(cut).strip();
        }
        return false;
    }

    /** Where to cut a text that has no sentence border: behind punctuation, else at a space, else between characters. */
    private static int cut(String text, int wanted) {
        if (wanted >= text.length()) {
            return text.length();
        }
        int least = wanted / 2;
        for (int i = wanted; i > least; i--) {
            char before = text.charAt(i - 1);
            if (Character.isWhitespace(text.charAt(i))
                    && (before == ';' || before == ',' || before == ':' || before == '|')) {
                return i;
            }
        }
        for (int i = wanted; i > least; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return Character.isLowSurrogate(text.charAt(wanted)) ? wanted - 1 : wanted;
    }
}
