package dev.lotse.gateway.privacy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of digits that are written as one number.
 *
 * @param digits all of them, without what stands between
 * @param groups length of each group
 * @param separators the characters between the groups
 * @param international whether it begins with a plus sign
 */
record DigitRun(int start, int end, String digits, List<Integer> groups, String separators, boolean international) {
    private static final int MAX_DIGITS = 40;

    /** What may stand between two groups, longest first. */
    private static final List<String> BETWEEN = List.of(
            " (0) ", " (0)", "(0) ", "(0)", ") - ", " / ", ")-", ") ", ")/", " (", ")", " ", "-", "–", "/", ".");

    /** The run that begins here, or null. */
    static @Nullable DigitRun at(String text, int start) {
        int i = start;
        boolean international = false;
        if (Surroundings.is(text, i, '+')) {
            international = true;
            i++;
        } else if (Surroundings.is(text, i, '(')) {
            i++;
        }
        if (!Surroundings.isDigit(text, i)) {
            return null;
        }
        var digits = new StringBuilder();
        var groups = new ArrayList<Integer>();
        var separators = new StringBuilder();
        while (true) {
            int from = i;
            while (Surroundings.isDigit(text, i)) {
                i++;
            }
            digits.append(text, from, i);
            groups.add(i - from);
            var between = digits.length() < MAX_DIGITS ? between(text, i) : null;
            if (between == null) {
                return new DigitRun(
                        start, i, digits.toString(), List.copyOf(groups), separators.toString(), international);
            }
            separators.append(between);
            i += between.length();
        }
    }

    private static @Nullable String between(String text, int at) {
        for (var separator : BETWEEN) {
            if (text.startsWith(separator, at) && Surroundings.isDigit(text, at + separator.length())) {
                return separator;
            }
        }
        return null;
    }

    /** Whether nothing around it makes it a part of something else: a word, a price, a time, a longer code, a measure. */
    boolean isWhole(String text) {
        if (start > 0) {
            char before = text.charAt(start - 1);
            if (Character.isLetterOrDigit(before) || "-_.#@$€£+,=\\".indexOf(before) >= 0) {
                return false;
            }
            if (before == '/' && !international) {
                return false;
            }
            if (before == ':'
                    && start > 1
                    && Character.isLetterOrDigit(text.charAt(start - 2))
                    && !international
                    && Surroundings.isDigit(text, start - 2)) {
                return false;
            }
        }
        if (end >= text.length()) {
            return true;
        }
        char after = text.charAt(end);
        if (Character.isLetter(after) || after == '_' || after == '%' || after == '€' || after == '@') {
            return false;
        }
        boolean more = end + 1 < text.length() && Character.isLetterOrDigit(text.charAt(end + 1));
        return !(more && (after == '-' || after == ',' || after == ':' || after == '.' || after == '/'));
    }

    /** Whether all separators are of these characters; also where there are none. */
    boolean separatedBy(String characters) {
        return separators.chars().allMatch(c -> characters.indexOf(c) >= 0);
    }
}
