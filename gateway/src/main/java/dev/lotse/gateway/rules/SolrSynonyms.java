package dev.lotse.gateway.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Synonyms in the text format of Solr: {@code a, b, c} for equivalent terms, {@code a => b} for a replacement, {@code a => a, b} for
 * what is found too. {@code #} begins a comment, a backslash takes the meaning from the character behind it.
 *
 * <p>The format knows neither notes nor weights nor times. A one-way synonym of several terms becomes a line for each.
 */
public final class SolrSynonyms {
    private SolrSynonyms() {}

    /** The synonyms as text. */
    public static String write(Iterable<Synonym> synonyms) {
        StringBuilder out = new StringBuilder();
        for (Synonym synonym : synonyms) {
            switch (synonym.type()) {
                case EQUIVALENT -> terms(out, synonym.terms()).append('\n');
                case REPLACEMENT ->
                    terms(terms(out, synonym.terms()).append(" => "), synonym.to())
                            .append('\n');
                case ONE_WAY -> {
                    for (String term : synonym.terms()) {
                        List<String> all = new ArrayList<>(List.of(term));
                        all.addAll(synonym.to());
                        terms(terms(out, List.of(term)).append(" => "), all).append('\n');
                    }
                }
            }
        }
        return out.toString();
    }

    private static StringBuilder terms(StringBuilder out, List<String> terms) {
        for (int i = 0; i < terms.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            String term = terms.get(i);
            for (int c = 0; c < term.length(); c++) {
                char character = term.charAt(c);
                if (character == ',' || character == '\\' || character == '#' || character == '=') {
                    out.append('\\');
                }
                out.append(character);
            }
        }
        return out;
    }

    /** Reads a text in one language; what a line has wrong is noted with its number. */
    public static SynonymImport read(String text, String lang) {
        SynonymImport.Builder found = new SynonymImport.Builder();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), i + 1, lang, found);
        }
        return found.build();
    }

    private static void line(String line, int number, String lang, SynonymImport.Builder found) {
        List<String> left = new ArrayList<>();
        List<String> right = null;
        List<String> side = left;
        StringBuilder term = new StringBuilder();
        boolean any = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                term.append(line.charAt(++i));
                any = true;
            } else if (c == '#') {
                break;
            } else if (c == ',') {
                end(term, side);
                any = true;
            } else if (c == '=' && line.startsWith("=>", i) && right == null) {
                end(term, side);
                right = new ArrayList<>();
                side = right;
                any = true;
                i++;
            } else {
                term.append(c);
                any |= !Character.isWhitespace(c) && c != '\uFEFF';
            }
        }
        end(term, side);
        if (any) {
            add(left, right, number, lang, found);
        }
    }

    private static void end(StringBuilder term, List<String> side) {
        String clean = term.toString().replace("\uFEFF", "").strip();
        if (!clean.isEmpty()) {
            side.add(clean);
        }
        term.setLength(0);
    }

    private static void add(
            List<String> left, @Nullable List<String> right, int number, String lang, SynonymImport.Builder found) {
        if (right == null) {
            found.add(number, Synonym.Type.EQUIVALENT, lang, left, List.of());
        } else if (left.size() == 1 && right.size() > 1 && right.contains(left.getFirst())) {
            List<String> others = right.stream()
                    .filter(other -> !other.equals(left.getFirst()))
                    .toList();
            found.add(number, Synonym.Type.ONE_WAY, lang, left, others);
        } else {
            found.add(number, Synonym.Type.REPLACEMENT, lang, left, right);
        }
    }
}
