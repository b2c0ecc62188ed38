package dev.lotse.gateway.answer;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The part of the pages that a model is given, and that its sentences are checked against: the passages nearest to the question
 * without what speaks to models. Immutable.
 */
final class PromptSources {
    private static final int MOST_PASSAGES = 8;
    private static final int MOST_CHARACTERS = 9_000;

    /**
     * One page.
     *
     * @param index of the page in the task; its number in the prompt is one more
     * @param text passages in reading order, each below its headings
     * @param sentences of this text with what stands around them
     */
    record PromptSource(int index, String title, String text, List<Sentence> sentences) {
        PromptSource {
            sentences = List.copyOf(sentences);
        }
    }

    private record Chosen(int page, Passage passage, double similarity) {}

    private final List<PromptSource> sources;

    private PromptSources(List<PromptSource> sources) {
        this.sources = List.copyOf(sources);
    }

    static PromptSources of(Question question, List<PageDocument> pages) {
        List<Chosen> all = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            double[] similarities = PageSentences.similarities(pages.get(page), question.vector());
            List<Passage> passages = pages.get(page).passages();
            for (int i = 0; i < passages.size(); i++) {
                all.add(new Chosen(page, passages.get(i), similarities[i]));
            }
        }
        // Without a vector all are alike, and the order of the search decides.
        all.sort(Comparator.comparingDouble((Chosen chosen) -> -chosen.similarity())
                .thenComparingInt(Chosen::page)
                .thenComparingInt(chosen -> chosen.passage().ordinal()));
        List<Chosen> chosen = new ArrayList<>();
        int characters = 0;
        for (Chosen next : all) {
            int length = next.passage().text().length();
            if (chosen.size() < MOST_PASSAGES && characters + length <= MOST_CHARACTERS) {
                chosen.add(next);
                characters += length;
            }
        }
        List<PromptSource> sources = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            int number = page;
            List<Passage> passages = chosen.stream()
                    .filter(one -> one.page() == number)
                    .map(Chosen::passage)
                    .sorted(Comparator.comparingInt(Passage::ordinal))
                    .toList();
            PromptSource source = source(number, pages.get(page), passages);
            if (!source.sentences().isEmpty()) {
                sources.add(source);
            }
        }
        return new PromptSources(sources);
    }

    private static PromptSource source(int index, PageDocument document, List<Passage> passages) {
        Page page = document.page();
        List<Page.Section> sections = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Passage passage : passages) {
            String kept = passage.text()
                    .lines()
                    .map(line -> Instructions.without(line, page.lang()))
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.joining("\n"));
            List<String> headings = passage.headings().stream()
                    .filter(heading -> !Instructions.speaksToModels(heading))
                    .toList();
            if (!kept.isEmpty()) {
                sections.add(new Page.Section(headings, kept));
                text.append(headings.isEmpty() ? "" : "# " + String.join(" > ", headings) + "\n")
                        .append(kept)
                        .append('\n');
            }
        }
        String title = Instructions.speaksToModels(page.title()) ? "" : page.title();
        return new PromptSource(index, title, text.toString(), PageSentences.of(index, title, page.lang(), sections));
    }

    List<PromptSource> all() {
        return sources;
    }
}
