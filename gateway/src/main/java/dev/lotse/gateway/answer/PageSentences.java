package dev.lotse.gateway.answer;

import dev.lotse.gateway.ingest.passage.SentenceSplitter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.ranking.text.TextLanguage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a page into sentences and tells what stands around each. */
final class PageSentences {
    /** Longer ones are text that nobody cut; quoting one would be no answer. */
    private static final int LONGEST = 600;

    private static final int SHORTEST = 3;
    private static final String CELL = " | ";

    private final int index;
    private final String title;
    private final String lang;
    private final TextLanguage language;
    private final List<Passage> passages;
    private final double[] similarities;
    private final List<Sentence> sentences = new ArrayList<>();

    private PageSentences(int index, String title, String lang, List<Passage> passages, double[] similarities) {
        this.index = index;
        this.title = title;
        this.lang = lang;
        this.language = TextLanguage.of(lang);
        this.passages = passages;
        this.similarities = similarities;
    }

    /**
     * All sentences of a page in reading order.
     *
     * @param index what they call their page
     * @param question the question's vector, or null
     */
    static List<Sentence> of(int index, PageDocument document, float @Nullable [] question) {
        Page page = document.page();
        return new PageSentences(
                        index, page.title(), page.lang(), document.passages(), similarities(document, question))
                .read(page.sections());
    }

    /** The sentences of a part of a page, without their nearness to a question. */
    static List<Sentence> of(int index, String title, String lang, List<Page.Section> sections) {
        return new PageSentences(index, title, lang, List.of(), new double[0]).read(sections);
    }

    private List<Sentence> read(List<Page.Section> sections) {
        sections.forEach(this::read);
        return sentences;
    }

    private void read(Page.Section section) {
        SentenceSplitter splitter = new SentenceSplitter(lang);
        List<String> headings = section.headings();
        String nearest = headings.isEmpty() ? "" : headings.getLast();
        Terms far = Terms.of(title + "\n" + String.join("\n", headings), language);
        String header = null;
        String before = "";
        for (String line : section.text().lines().toList()) {
            boolean row = line.contains(CELL);
            if (row && header == null) {
                // The head of a table is no statement.
                header = line;
                continue;
            }
            if (!row) {
                header = null;
            }
            List<String> parts = row ? List.of(line.strip()) : splitter.split(line);
            for (String part : parts) {
                if (part.length() >= SHORTEST && part.length() <= LONGEST) {
                    String near = nearest + "\n" + (header == null ? before : header);
                    sentences.add(new Sentence(
                            index,
                            sentences.size(),
                            part,
                            header,
                            Terms.of(part, language),
                            Terms.of(near, language),
                            far,
                            similarity(part)));
                }
                before = part;
            }
        }
    }

    private double similarity(String sentence) {
        double best = 0;
        for (int i = 0; i < passages.size(); i++) {
            if (similarities[i] > best && passages.get(i).text().contains(sentence)) {
                best = similarities[i];
            }
        }
        return best;
    }

    /** The cosine of the question and each passage; zeros without a vector. */
    static double[] similarities(PageDocument document, float @Nullable [] question) {
        double[] similarities = new double[document.vectors().size()];
        for (int i = 0; question != null && i < similarities.length; i++) {
            float[] vector = document.vectors().get(i);
            double sum = 0;
            for (int d = 0; d < vector.length && d < question.length; d++) {
                sum += (double) vector[d] * question[d];
            }
            similarities[i] = sum;
        }
        return similarities;
    }
}
