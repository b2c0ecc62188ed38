package dev.lotse.ranking.rerank;

import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is kept of a page for its features: the analysed words of title, headings and lead, and how long it is. Kept in
 * doc values, because reading whole pages for every candidate would cost more than all features together.
 *
 * @param language how the words were analysed
 * @param title terms of the title
 * @param headings terms of each heading
 * @param lead terms of the first text, at most {@value #MAX_LEAD}
 * @param bodyLength length of the text in characters
 * @param passages number of passages
 * @param inboundLinks number of links from other pages of the site
 */
public record PageTerms(
        TextLanguage language,
        List<String> title,
        List<List<String>> headings,
        List<String> lead,
        int bodyLength,
        int passages,
        int inboundLinks) {
    private static final int MAX_LEAD = 60;
    private static final int MAX_LEAD_TEXT = 800;
    private static final int MAX_HEADINGS = 24;
    private static final String FORMAT = "1";

    public PageTerms {
        title = List.copyOf(title);
        headings = List.copyOf(headings);
        lead = List.copyOf(lead);
    }

    /** Analyses a page. */
    public static PageTerms of(
            TextLanguage language,
            String title,
            List<String> headings,
            String lead,
            int bodyLength,
            int passages,
            int inboundLinks) {
        return new PageTerms(
                language,
                terms(title, language),
                headings.stream()
                        .limit(MAX_HEADINGS)
                        .map(heading -> terms(heading, language))
                        .collect(Collectors.toList()),
                terms(lead.substring(0, Math.min(lead.length(), MAX_LEAD_TEXT)), language).stream()
                        .limit(MAX_LEAD)
                        .collect(Collectors.toList()),
                bodyLength,
                passages,
                inboundLinks);
    }

    private static List<String> terms(String text, TextLanguage language) {
        return TextQueryBuilder.terms(text, language).stream()
                .map(AnalyzedTerm::text)
                .filter(term -> term.indexOf(' ') < 0 && term.indexOf('\n') < 0)
                .collect(Collectors.toList());
    }

    /** The stored form. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder(FORMAT)
                .append(' ')
                .append(language.tag())
                .append(' ')
                .append(bodyLength)
                .append(' ')
                .append(passages)
                .append(' ')
                .append(inboundLinks)
                .append('\n')
                .append(String.join(" ", title))
                .append('\n')
                .append(String.join(" ", lead));
        headings.forEach(heading -> out.append('\n').append(String.join(" ", heading)));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException when it is none of this version
     */
    public static PageTerms read(byte[] bytes, int offset, int length) {
        String[] lines = new String(bytes, offset, length, StandardCharsets.UTF_8).split("\n", -1);
        String[] head = lines[0].split(" ", -1);
        if (lines.length < 3 || head.length != 5 || !head[0].equals(FORMAT)) {
            throw new IllegalArgumentException("these are no page terms of format " + FORMAT);
        }
        List<List<String>> headings = new ArrayList<>(lines.length - 3);
        for (int i = 3; i < lines.length; i++) {
            headings.add(words(lines[i]));
        }
        return new PageTerms(
                TextLanguage.of(head[1]),
                words(lines[1]),
                headings,
                words(lines[2]),
                Integer.parseInt(head[2]),
                Integer.parseInt(head[3]),
                Integer.parseInt(head[4]));
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : Arrays.asList(line.split(" ", -1));
    }
}
