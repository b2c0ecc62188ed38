package dev.lotse.gateway.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Synonyms as a table (RFC 4180): a header, then a line per synonym with everything that it has. Several terms stand in one cell,
 * separated by {@code |}; a backslash takes the meaning from the character behind it. A cell that a spreadsheet would take for a
 * formula has an apostrophe in front, which reading takes away.
 */
public final class SynonymCsv {
    private static final List<String> COLUMNS =
            List.of("id", "type", "lang", "terms", "to", "weight", "note", "validFrom", "validUntil");
    private static final String FORMULA = "=+-@'\t";

    private SynonymCsv() {}

    /** The synonyms as text. */
    public static String write(Iterable<Synonym> synonyms) {
        StringBuilder out = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (Synonym synonym : synonyms) {
            List<String> cells = List.of(
                    synonym.id(),
                    synonym.type().wireName(),
                    synonym.lang(),
                    joined(synonym.terms()),
                    joined(synonym.to()),
                    Float.toString(synonym.weight()),
                    synonym.note(),
                    time(synonym.validity().from()),
                    time(synonym.validity().until()));
            for (int i = 0; i < cells.size(); i++) {
                out.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
            }
            out.append("\r\n");
        }
        return out.toString();
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static String joined(List<String> terms) {
        return String.join(
                "|",
                terms.stream()
                        .map(term -> term.replace("\\", "\\\\").replace("|", "\\|"))
                        .toList());
    }

    /** The cell with an apostrophe in front where a spreadsheet would run it. */
    public static String withoutFormula(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static String quoted(String cell) {
        String safe = withoutFormula(cell);
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    /** Reads a text; what a line has wrong is noted with its number. */
    public static SynonymImport read(String text) {
        SynonymImport.Builder found = new SynonymImport.Builder();
        List<Row> rows = rows(text.replaceFirst("^\uFEFF", ""));
        if (rows.isEmpty()) {
            return found.build();
        }
        List<String> header = rows.getFirst().cells();
        if (!COLUMNS.containsAll(header) || !header.contains("type") || !header.contains("terms")) {
            found.problem(
                    1,
                    EntryProblem.bad(
                            "header",
                            String.join(",", header),
                            "columns among " + String.join(",", COLUMNS) + ", with type and terms"));
            return found.build();
        }
        for (Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != header.size()) {
                found.problem(
                        row.line(),
                        EntryProblem.bad(
                                "cells",
                                Integer.toString(row.cells().size()),
                                header.size() + " cells, as many as the header has"));
            } else {
                Map<String, String> cells = new HashMap<>();
                for (int i = 0; i < header.size(); i++) {
                    cells.put(header.get(i), row.cells().get(i));
                }
                add(row.line(), cells, found);
            }
        }
        return found.build();
    }

    private static void add(int line, Map<String, String> cells, SynonymImport.Builder found) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("type", "lang", "note", "validFrom", "validUntil")) {
            String value = cells.getOrDefault(field, "");
            if (!value.isEmpty()) {
                object.put(field, value);
            }
        }
        split(cells.getOrDefault("terms", "")).forEach(object.putArray("terms")::add);
        List<String> to = split(cells.getOrDefault("to", ""));
        if (!to.isEmpty()) {
            ArrayNode others = object.putArray("to");
            to.forEach(others::add);
        }
        String weight = cells.getOrDefault("weight", "");
        if (!weight.isEmpty()) {
            try {
                object.put("weight", Double.parseDouble(weight));
            } catch (NumberFormatException e) {
                object.put("weight", weight);
            }
        }
        found.add(line, cells.getOrDefault("id", ""), object);
    }

    private static List<String> split(String cell) {
        List<String> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\\' && i + 1 < cell.length()) {
                term.append(cell.charAt(++i));
            } else if (c == '|') {
                terms.add(term.toString());
                term.setLength(0);
            } else {
                term.append(c);
            }
        }
        terms.add(term.toString());
        terms.removeIf(String::isBlank);
        return terms;
    }

    private record Row(int line, List<String> cells) {}

    private static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int first = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (quoted) {
                boolean escaped = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (escaped) {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                end(cell, cells);
            } else if (c == '\n') {
                row(cell, cells, first, rows);
                first = line;
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        row(cell, cells, first, rows);
        return rows;
    }

    private static void end(StringBuilder cell, List<String> cells) {
        String text = cell.toString();
        cells.add(text.startsWith("'") ? text.substring(1) : text);
        cell.setLength(0);
    }

    private static void row(StringBuilder cell, List<String> cells, int line, List<Row> rows) {
        end(cell, cells);
        if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
            rows.add(new Row(line, List.copyOf(cells)));
        }
        cells.clear();
    }
}
