package dev.lotse.gateway.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries with the pages that answer them, in BEIR form: a JSON line <code>{"_id": …, "text": …}</code> per query, and a TSV
 * with the columns query id, page id, grade, with or without a header line.
 *
 * @param queries those that have a relevant page, in the order of the file
 * @param unjudged number of queries that were left out because none has
 */
public record Judgements(List<Query> queries, int unjudged) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Judgements {
        queries = List.copyOf(queries);
    }

    /**
     * A query and its judged pages.
     *
     * @param grades grade by object id; at least one is above 0
     */
    public record Query(String id, String text, Map<String, Integer> grades) {
        public Query {
            grades = Map.copyOf(grades);
        }
    }

    /**
     * Reads both files.
     *
     * @throws JudgementException naming file, line and what is wrong there
     */
    public static Judgements read(Path queriesFile, Path qrelsFile) {
        return join(
                queriesFile.toString(),
                queries(queriesFile.toString(), text(queriesFile)),
                qrelsFile.toString(),
                qrels(qrelsFile.toString(), text(qrelsFile)));
    }

    /**
     * Reads both texts.
     *
     * @throws JudgementException naming the text, the line and what is wrong there
     */
    public static Judgements parse(String queries, String qrels) {
        return join("queries", queries("queries", queries), "qrels", qrels("qrels", qrels));
    }

    /** Those that are kept in a store; a query's id is its text. */
    public static Judgements of(List<JudgementStore.Judged> judged) {
        List<Query> queries = judged.stream()
                .filter(one -> one.grades().values().stream().anyMatch(grade -> grade > 0))
                .map(one -> new Query(one.query(), one.query(), one.grades()))
                .toList();
        return new Judgements(queries, judged.size() - queries.size());
    }

    private static Judgements join(
            String queriesFile, Map<String, String> texts, String qrelsFile, Map<String, Map<String, Integer>> grades) {
        for (String id : grades.keySet()) {
            if (!texts.containsKey(id)) {
                throw new JudgementException(
                        qrelsFile + " judges query '" + id + "', which " + queriesFile + " does not have");
            }
        }
        List<Query> queries = new ArrayList<>();
        int unjudged = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Map<String, Integer> judged = grades.getOrDefault(text.getKey(), Map.of());
            if (judged.values().stream().anyMatch(grade -> grade > 0)) {
                queries.add(new Query(text.getKey(), text.getValue(), judged));
            } else {
                unjudged++;
            }
        }
        if (queries.isEmpty()) {
            throw new JudgementException("no query of " + queriesFile + " has a relevant page in " + qrelsFile);
        }
        return new Judgements(queries, unjudged);
    }

    private interface LineReader {
        void read(String line, int number);
    }

    private static Map<String, String> queries(String file, String content) {
        Map<String, String> texts = new LinkedHashMap<>();
        lines(content, (line, number) -> {
            try {
                JsonNode node = JSON.readTree(line);
                JsonNode id = node.path("_id");
                JsonNode text = node.path("text");
                if (!id.isTextual() || !text.isTextual() || text.asText().isBlank()) {
                    throw wrong(file, number, "must be an object with the strings _id and text");
                }
                if (texts.put(id.asText(), text.asText()) != null) {
                    throw wrong(file, number, "repeats the id '" + id.asText() + "'");
                }
            } catch (JsonProcessingException e) {
                throw wrong(file, number, "is not valid JSON: " + e.getOriginalMessage());
            }
        });
        return texts;
    }

    private static Map<String, Map<String, Integer>> qrels(String file, String content) {
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        lines(content, (line, number) -> {
            String[] columns = line.split("\t", -1);
            if (columns.length != 3) {
                throw wrong(
                        file, number, "has " + columns.length + " columns; it must have query id, page id and grade");
            }
            try {
                grades.computeIfAbsent(columns[0], id -> new HashMap<>())
                        .put(columns[1], Integer.parseInt(columns[2].strip()));
            } catch (NumberFormatException e) {
                // The header of BEIR is the only line whose grade may be a word.
                if (number != 1) {
                    throw wrong(file, number, "has the grade '" + columns[2] + "'; allowed is a whole number");
                }
            }
        });
        // A header line that was read before its grade failed leaves an empty entry.
        grades.values().removeIf(Map::isEmpty);
        return grades;
    }

    private static void lines(String content, LineReader reader) {
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                reader.read(line, number);
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new JudgementException(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new JudgementException(file + " cannot be read"
                    + (Files.exists(file) ? ": " + e.getMessage() : ": there is no such file"));
        }
    }

    private static JudgementException wrong(String file, int line, String detail) {
        return new JudgementException(file + ", line " + line + " " + detail);
    }
}
