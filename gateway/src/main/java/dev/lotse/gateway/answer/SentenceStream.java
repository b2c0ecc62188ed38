package dev.lotse.gateway.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a model's text into sentences with their citations while it arrives. Used by one thread at a time. */
final class SentenceStream {
    private static final Pattern CITES = Pattern.compile("(?:\\s*\\[\\d{1,3}(?:\\s*,\\s*\\d{1,3})*])+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    /** A list sign or number that a model writes all the same. */
    private static final Pattern SIGN = Pattern.compile("^(?:[-*•]|\\d{1,2}[.)])\\s+");

    private final StringBuilder text = new StringBuilder();

    /**
     * A sentence.
     *
     * @param cites numbers that it cites, from 1; empty where it cites nothing
     */
    record Cited(String text, List<Integer> cites) {
        Cited {
            cites = List.copyOf(cites);
        }
    }

    /** Takes more text and gives the sentences that are complete by now. */
    List<Cited> feed(String more) {
        text.append(more);
        List<Cited> complete = new ArrayList<>();
        int end = text.lastIndexOf("\n");
        if (end >= 0) {
            cut(text.substring(0, end), complete);
            text.delete(0, end + 1);
        }
        return complete;
    }

    /** The rest. */
    List<Cited> end() {
        List<Cited> rest = new ArrayList<>();
        cut(text.toString(), rest);
        text.setLength(0);
        return rest;
    }

    private static void cut(String lines, List<Cited> into) {
        for (String line : lines.lines().toList()) {
            Matcher cites = CITES.matcher(line);
            int from = 0;
            while (cites.find()) {
                int stop = cites.end();
                // The full stop may stand behind the citation.
                boolean stopped = stop < line.length() && ".!?".indexOf(line.charAt(stop)) >= 0;
                String sentence = line.substring(from, cites.start()) + (stopped ? line.charAt(stop) : "");
                add(sentence, cites.group(), into);
                from = stopped ? stop + 1 : stop;
            }
            add(line.substring(from), "", into);
        }
    }

    private static void add(String sentence, String cites, List<Cited> into) {
        String clean = SIGN.matcher(sentence.strip()).replaceFirst("").strip();
        if (!clean.isEmpty()) {
            List<Integer> numbers = NUMBER.matcher(cites)
                    .results()
                    .map(match -> Integer.valueOf(match.group()))
                    .distinct()
                    .toList();
            into.add(new Cited(clean, numbers));
        }
    }
}
