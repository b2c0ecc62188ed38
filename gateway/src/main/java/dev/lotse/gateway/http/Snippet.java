package dev.lotse.gateway.http;

import dev.lotse.gateway.retrieval.PageHit;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a passage that is shown under a hit: around the highlights, cut at sentence or word borders.
 *
 * @param text the excerpt, with {@code …} where the passage was cut; line ends separate paragraphs, list items and table rows
 * @param highlights UTF-16 offsets into {@link #text()}, in order, not overlapping
 */
public record Snippet(String text, List<PageHit.Span> highlights) {
    /** Longest excerpt in UTF-16 code units, ellipses not counted. */
    static final int MAX_LENGTH = 320;

    /** How far a border may be moved to reach a sentence. */
    private static final int LEAD = 90;

    /**
     * The excerpt that shows the most.
     *
     * @param passage the whole passage
     * @param highlights offsets into it, in order
     */
    public static Snippet of(String passage, List<PageHit.Span> highlights) {
        int start = 0;
        int end = passage.length();
        if (end > MAX_LENGTH) {
            start = start(passage, best(highlights));
            end = end(passage, start);
        }
        boolean cutBefore = start > 0;
        boolean cutAfter = end < passage.length();
        StringBuilder text = new StringBuilder(end - start + 2);
        if (cutBefore) {
            text.append('…');
        }
        int shift = start - text.length();
        text.append(passage, start, end);
        if (cutAfter) {
            text.append('…');
        }
        List<PageHit.Span> moved = new ArrayList<>(highlights.size());
        for (PageHit.Span span : highlights) {
            if (span.start() >= start && span.end() <= end) {
                moved.add(new PageHit.Span(span.start() - shift, span.end() - shift));
            }
        }
        return new Snippet(text.toString(), moved);
    }

    /** What stands for the line end at this place where text is shown in one piece. */
    public String separator(int at) {
        char before = at == 0 ? '\n' : text.charAt(at - 1);
        return ".!?:;,".indexOf(before) >= 0 ? " " : " · ";
    }

    /** Start of the highlight from which most others are within reach. */
    private static int best(List<PageHit.Span> highlights) {
        int best = 0;
        int most = 0;
        for (int i = 0; i < highlights.size(); i++) {
            int reach = highlights.get(i).start() + MAX_LENGTH - LEAD;
            int count = 0;
            for (int j = i; j < highlights.size() && highlights.get(j).end() <= reach; j++) {
                count++;
            }
            if (count > most) {
                most = count;
                best = highlights.get(i).start();
            }
        }
        return best;
    }

    private static int start(String passage, int highlight) {
        if (highlight <= LEAD) {
            return 0;
        }
        int lastFull = passage.length() - MAX_LENGTH;
        if (highlight - LEAD > lastFull) {
            // Near the end: as much before the highlight as there is room for.
            return firstBorder(passage, lastFull, highlight);
        }
        for (int i = highlight; i > highlight - LEAD; i--) {
            if (isSentenceStart(passage, i)) {
                return i;
            }
        }
        return firstBorder(passage, highlight - LEAD, highlight);
    }

    /** The first start of a word in [from, to], or where there is none the first border of a character. */
    private static int firstBorder(String passage, int from, int to) {
        for (int i = from; i <= to; i++) {
            if (i == 0 || Character.isWhitespace(passage.charAt(i - 1))) {
                return i;
            }
        }
        return charBorder(passage, from);
    }

    private static int end(String passage, int start) {
        int limit = start + MAX_LENGTH;
        if (limit >= passage.length()) {
            return passage.length();
        }
        for (int i = limit; i > limit - LEAD; i--) {
            if (isSentenceStart(passage, i)) {
                return stripEnd(passage, i);
            }
        }
        for (int i = limit; i > limit - LEAD; i--) {
            if (Character.isWhitespace(passage.charAt(i))) {
                return stripEnd(passage, i);
            }
        }
        return charBorder(passage, limit);
    }

    private static boolean isSentenceStart(String text, int at) {
        if (at == 0 || text.charAt(at - 1) == '\n') {
            return true;
        }
        return at >= 2
                && text.charAt(at - 1) == ' '
                && ".!?".indexOf(text.charAt(at - 2)) >= 0
                && Character.isUpperCase(text.charAt(Math.min(at, text.length() - 1)));
    }

    private static int stripEnd(String text, int end) {
        int at = end;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Not between the two halves of a surrogate pair. */
    private static int charBorder(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
