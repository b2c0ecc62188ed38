package dev.lotse.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests made of lists of queries.
 *
 * @param site that is asked
 * @param queries in a fixed order; the first is the most frequent one
 * @param questions for answers; may be empty
 */
public record Queries(String site, List<String> queries, List<String> questions) {
    /** Of the frequency over the rank; query logs are near 1. */
    private static final double ZIPF = 1.0;

    /** A stride through the list that shares no divisor with its length, so that each query comes before any comes again. */
    private static final int STRIDE = 7;

    private static final int SHORTEST_TYPED = 2;

    public Queries {
        queries = List.copyOf(queries);
        questions = List.copyOf(questions);
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("there are no queries");
        }
    }

    /**
     * Texts of a JSON-lines file.
     *
     * @param field that holds the text, {@code text} in BEIR's form
     */
    public static List<String> read(Path file, String field) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> texts = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode text = json.readTree(line).path(field);
                if (!text.isTextual()) {
                    throw new IOException(file + " line " + number + " has no text in \"" + field + "\"");
                }
                texts.add(text.textValue());
            } catch (JsonProcessingException e) {
                throw new IOException(file + " line " + number + " is no JSON: " + e.getOriginalMessage(), e);
            }
        }
        if (texts.isEmpty()) {
            throw new IOException(file + " holds no line");
        }
        return texts;
    }

    /** Searches, each query before any again. */
    public Calls each() {
        List<Call> calls =
                queries.stream().map(query -> Call.search(site, query)).toList();
        int stride = calls.size() % STRIDE == 0 ? 1 : STRIDE;
        return index -> calls.get((int) (index * stride % calls.size()));
    }

    /** Searches as often as their rank says: Zipf's law. */
    Calls zipf() {
        List<Call> calls =
                queries.stream().map(query -> Call.search(site, query)).toList();
        double[] shares = shares(calls.size());
        return index -> calls.get(pick(shares, uniform(index)));
    }

    /** The prefixes that visitors type, query after query, from two letters to the whole. */
    Calls typed() {
        List<Call> calls = new ArrayList<>();
        for (String query : queries) {
            for (int end = Math.min(SHORTEST_TYPED, query.length()); end <= query.length(); end++) {
                if (end == query.length() || !Character.isHighSurrogate(query.charAt(end - 1))) {
                    calls.add(Call.suggest(site, query.substring(0, end)));
                }
            }
        }
        return index -> calls.get((int) (index % calls.size()));
    }

    /** Questions, each before any again. */
    Calls answers() {
        List<Call> calls =
                questions.stream().map(question -> Call.answer(site, question)).toList();
        return index -> calls.get((int) (index % calls.size()));
    }

    /**
     * A day of a site: of 100 requests 70 suggestions while typing, 24 searches by Zipf's law, 5 result pages without JavaScript and one
     * answer. The shares are an assumption: one search in three keystrokes that are sent, a few percent without JavaScript.
     */
    Calls mixed() {
        Calls typed = typed();
        Calls searches = zipf();
        List<Call> pages = queries.stream().map(query -> Call.page(site, query)).toList();
        Calls answers = questions.isEmpty() ? searches : answers();
        return index -> {
            // Spread evenly: 37 and 100 share no divisor.
            int place = (int) (index * 37 % 100);
            if (place < 70) {
                return typed.at(index * 70 / 100);
            }
            if (place < 94) {
                return searches.at(index);
            }
            return place < 99 ? pages.get((int) (index % pages.size())) : answers.at(index / 100);
        };
    }

    /** Cumulated shares. */
    private static double[] shares(int count) {
        double[] shares = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += 1 / Math.pow(rank + 1, ZIPF);
            shares[rank] = sum;
        }
        for (int rank = 0; rank < count; rank++) {
            shares[rank] /= sum;
        }
        return shares;
    }

    private static int pick(double[] shares, double uniform) {
        int low = 0;
        int high = shares.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shares[middle] < uniform) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A number from 0 to 1 that looks random and depends on the index alone (SplitMix64, Steele et al., OOPSLA 2014). */
    private static double uniform(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
