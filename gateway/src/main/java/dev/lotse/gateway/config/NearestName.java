package dev.lotse.gateway.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that an unknown one is likely a misspelling of, for error messages. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name with the fewest edits (insertion, deletion, replacement, swap of neighbours; letter case is free), if
     * they are at most a third of its length.
     */
    public static Optional<String> of(String unknown, Collection<String> known) {
        // A name of a request's length would make the distance costly and cannot be a misspelling.
        if (unknown.length() > 64) {
            return Optional.empty();
        }
        String wanted = unknown.toLowerCase(Locale.ROOT);
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String name : known) {
            int edits = edits(wanted, name.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return best != null && fewest <= Math.max(1, best.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /** {@code ; did you mean 'x'?} or an empty string. */
    public static String hint(String unknown, Collection<String> known) {
        return of(unknown, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** Optimal string alignment distance (Damerau 1964, restricted). */
    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[b.length()];
    }
}
