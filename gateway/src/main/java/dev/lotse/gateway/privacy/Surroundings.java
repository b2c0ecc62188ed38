package dev.lotse.gateway.privacy;

import java.util.Collection;
import java.util.Locale;

/** What stands around a place in a text. */
final class Surroundings {
    private Surroundings() {}

    /** Whether the place is within the text and holds a letter or digit. */
    static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && isDigit(text.charAt(at));
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLatin(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean is(String text, int at, char c) {
        return at >= 0 && at < text.length() && text.charAt(at) == c;
    }

    /** The text before a place in lower case, at most {@code length} characters, within its line. */
    static String before(String text, int at, int length) {
        var piece = text.substring(Math.max(0, at - length), at);
        return piece.substring(piece.lastIndexOf('\n') + 1).toLowerCase(Locale.ROOT);
    }

    /** Where the last of these words begins, or -1; a word may stand within a longer one, as German compounds do. */
    static int last(String text, Collection<String> words) {
        int last = -1;
        for (var word : words) {
            last = Math.max(last, text.lastIndexOf(word));
        }
        return last;
    }
}
