package dev.lotse.gateway.http;

import dev.lotse.gateway.retrieval.PageHit;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Links to a sentence on a page, after the URL Fragment Text Directives draft of the WICG ({@code #:~:text=…}): a browser
 * scrolls to the sentence and marks it; one that does not know them opens the page.
 */
public final class TextFragment {
    /** Up to this many UTF-16 code units a sentence is quoted whole, above only by its first and last words. */
    private static final int WHOLE = 80;

    private static final int END_WORDS = 4;
    private static final int SHORTEST = 3;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private TextFragment() {}

    /** The page's URL with a directive for the sentence of the first highlight, or for the first sentence. */
    public static String url(String pageUrl, String passage, List<PageHit.Span> highlights) {
        int at = highlights.isEmpty() ? 0 : Math.min(highlights.getFirst().start(), passage.length());
        int start = at;
        while (start > 0 && !endsSentence(passage, start - 1)) {
            start--;
        }
        int end = at;
        while (end < passage.length() && !endsSentence(passage, end)) {
            end++;
        }
        if (end < passage.length() && passage.charAt(end) != '\n') {
            end++;
        }
        String sentence = passage.substring(start, end).strip();
        if (sentence.length() < SHORTEST) {
            return pageUrl;
        }
        StringBuilder url = new StringBuilder(pageUrl.length() + WHOLE * 2).append(pageUrl);
        // A fragment that is there already stays: its element is where browsers without text fragments go.
        url.append(pageUrl.indexOf('#') < 0 ? "#:~:text=" : ":~:text=");
        if (sentence.length() <= WHOLE) {
            encode(sentence, url);
        } else {
            encode(firstWords(sentence), url);
            url.append(',');
            encode(lastWords(sentence), url);
        }
        return url.toString();
    }

    /** A line end, or a full stop, exclamation or question mark before a space. */
    private static boolean endsSentence(String text, int at) {
        char c = text.charAt(at);
        if (c == '\n') {
            return true;
        }
        return (c == '.' || c == '!' || c == '?')
                && at + 1 < text.length()
                && Character.isWhitespace(text.charAt(at + 1));
    }

    private static String firstWords(String sentence) {
        int at = 0;
        for (int words = 0; words < END_WORDS; words++) {
            int space = sentence.indexOf(' ', at + 1);
            if (space < 0) {
                break;
            }
            at = space;
        }
        return at == 0 ? sentence.substring(0, WHOLE / 2) : sentence.substring(0, at);
    }

    private static String lastWords(String sentence) {
        int at = sentence.length();
        for (int words = 0; words < END_WORDS; words++) {
            int space = sentence.lastIndexOf(' ', at - 1);
            if (space < 0) {
                break;
            }
            at = space;
        }
        return at == sentence.length() ? sentence.substring(sentence.length() - WHOLE / 2) : sentence.substring(at + 1);
    }

    /** Percent-encodes all but RFC 3986's unreserved characters without {@code -}, which separates the directive's parts. */
    private static void encode(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
    }
}
