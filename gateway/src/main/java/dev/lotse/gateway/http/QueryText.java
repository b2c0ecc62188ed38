package dev.lotse.gateway.http;

import java.text.Normalizer;

/** Cleans what a visitor typed: NFC, no control or invisible characters, single spaces. */
public final class QueryText {
    private QueryText() {}

    /** The clean text; may be empty. */
    public static String clean(String raw) {
        StringBuilder out = null;
        boolean lastSpace = true;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            int units = Character.charCount(c);
            boolean space =
                    Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.CONTROL;
            boolean dropped = isInvisible(c) || (space && lastSpace);
            boolean changed = dropped || (space && c != ' ');
            if (changed && out == null) {
                out = new StringBuilder(raw.length()).append(raw, 0, i);
            }
            if (out != null && !dropped) {
                out.appendCodePoint(space ? ' ' : c);
            }
            if (!isInvisible(c)) {
                lastSpace = space;
            }
            i += units;
        }
        String text = (out == null ? raw : out.toString()).strip();
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Format characters (zero width, direction, soft hyphen), lone surrogates and what Unicode never assigns. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.SURROGATE -> true;
            case Character.UNASSIGNED -> (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
            default -> false;
        };
    }
}
