package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.CompletionIndex;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.VocabularyLexicon;
import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a gateway keeps of a site in memory: its vocabulary and its completions. Thread-safe. */
final class SiteWords {
    private static final int MAX_LANGUAGES = 100;

    private final Cluster cluster;
    private final StoredDocuments documents;
    private final Duration timeout;

    SiteWords(Cluster cluster, StoredDocuments documents, Duration timeout) {
        this.cluster = cluster;
        this.documents = documents;
        this.timeout = timeout;
    }

    Lexicon lexicon(String index) {
        Map<String, Integer> pages = new HashMap<>();
        languages(index).forEach((lang, count) -> pages.put(lang, Math.toIntExact(count)));
        JsonNode answer =
                cluster.send("GET", "/_lotse/" + index + "/_words", timeout).path("words");
        Map<String, Map<String, Integer>> words = new HashMap<>();
        for (String lang : pages.keySet()) {
            Map<String, Integer> frequencies = new HashMap<>();
            answer.path(TextLanguage.of(lang).tag())
                    .properties()
                    .forEach(word ->
                            frequencies.put(word.getKey(), word.getValue().asInt()));
            words.put(lang, frequencies);
        }
        return new VocabularyLexicon(pages, words, SiteWords::stem);
    }

    /** Number of pages by language, the most frequent first. */
    Map<String, Long> languages(String index) {
        ObjectNode body = Cluster.JSON.createObjectNode().put("size", 0);
        body.putObject("aggs")
                .putObject("lang")
                .putObject("terms")
                .put("field", IndexLayout.filter(FilterField.LANG))
                .put("size", MAX_LANGUAGES);
        JsonNode answer = cluster.send("POST", "/" + index + "/_search", body, timeout);
        Map<String, Long> languages = new LinkedHashMap<>();
        for (JsonNode bucket : answer.path("aggregations").path("lang").path("buckets")) {
            languages.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
        }
        return languages;
    }

    CompletionIndex completions(String index) {
        CompletionIndex.Builder builder = new CompletionIndex.Builder();
        documents.forEachOutline(index, builder::add);
        return builder.build();
    }

    private static String stem(String germanWord) {
        List<AnalyzedTerm> terms = TextQueryBuilder.terms(germanWord, TextLanguage.GERMAN);
        return terms.size() == 1 ? terms.getFirst().text() : germanWord;
    }
}
