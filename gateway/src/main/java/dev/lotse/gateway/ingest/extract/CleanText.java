package dev.lotse.gateway.ingest.extract;

import java.text.Normalizer;

/** Text as it is indexed: NFC, one space between words, nothing invisible. */
public final class CleanText {
    private static final char SOFT_HYPHEN = '\u00AD';
    private static final char ZERO_WIDTH_SPACE = '\u200B';
    private static final char WORD_JOINER = '\u2060';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CleanText() {}

    /** The text on one line: every run of white space and control characters becomes one space. */
    public static String line(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        append(out, raw);
        trimEnd(out);
        return normalise(out);
    }

    /** Every line of the text cleaned by {@link #line}, without the empty ones, separated by {@code \n}. */
    public static String lines(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (String each : raw.lines().toList()) {
            String line = line(each);
            if (!line.isEmpty()) {
                out.append(out.isEmpty() ? "" : "\n").append(line);
            }
        }
        return out.toString();
    }

    /** Appends with white space collapsed, also across calls; the end may be a space. */
    static void append(StringBuilder out, CharSequence raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (isInvisible(c)) {
                continue;
            }
            if (isSpace(c)) {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else {
                out.append(c);
            }
        }
    }

    static void trimEnd(StringBuilder out) {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }

    static String normalise(CharSequence text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text.toString()
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    static boolean isInvisible(char c) {
        return c == SOFT_HYPHEN || c == ZERO_WIDTH_SPACE || c == WORD_JOINER || c == BYTE_ORDER_MARK;
    }

    /** White space in the wide sense: also no-break spaces and control characters, which no reader sees. */
    static boolean isSpace(char c) {
        return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
