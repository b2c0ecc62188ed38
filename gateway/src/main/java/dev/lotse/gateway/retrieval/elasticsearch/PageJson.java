package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.gateway.retrieval.PageHead;
import dev.lotse.gateway.retrieval.PageWords;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.ranking.text.TextLanguage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page as a document: fields that are searched, and three stored parts (head, outline, content) as JSON in base 64, of
 * which each reader takes the one it needs.
 */
final class PageJson {
    private PageJson() {}

    private record Outline(List<List<String>> headings) {}

    private record Content(List<Page.Section> sections, List<Page.Link> links, List<String> inboundTexts) {}

    static ObjectNode document(PageDocument document) {
        Page page = document.page();
        String lang = TextLanguage.of(page.lang()).tag();
        ObjectNode json = Cluster.JSON.createObjectNode();
        json.put(IndexLayout.ID, page.objectId());
        ObjectNode filters = json.putObject("filter");
        for (FilterField field : FilterField.values()) {
            if (field != FilterField.OBJECT_ID) {
                PageWords.filterValues(page, field).forEach(filters.withArray(field.wireName())::add);
            }
        }
        date(json, IndexLayout.UPDATED, page.updatedAt());
        date(json, IndexLayout.VALID_FROM, page.validFrom());
        date(json, IndexLayout.VALID_UNTIL, page.validUntil());
        text(json, PageField.TITLE, lang, List.of(page.title()));
        text(json, PageField.HEADINGS, lang, List.of(PageWords.headings(page)));
        text(json, PageField.BODY, lang, List.of(PageWords.body(page)));
        text(json, PageField.URL, lang, List.of(PageWords.url(page)));
        text(json, PageField.LINKS, lang, document.inboundTexts());
        json.put(IndexLayout.HEAD, encode(PageHead.of(page)));
        json.put(
                IndexLayout.OUTLINE,
                encode(new Outline(
                        page.sections().stream().map(Page.Section::headings).toList())));
        json.put(IndexLayout.CONTENT, encode(new Content(page.sections(), page.links(), document.inboundTexts())));
        ArrayNode passages = json.putArray(IndexLayout.PASSAGES);
        for (int i = 0; i < document.passages().size(); i++) {
            passage(
                    passages.addObject(),
                    document.passages().get(i),
                    document.vectors().get(i),
                    lang);
        }
        return json;
    }

    private static void passage(ObjectNode json, Passage passage, float[] vector, String lang) {
        ArrayNode texts = json.putObject("text").putArray(lang);
        for (String text : List.of(String.join("\n", passage.headings()), passage.text())) {
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        ArrayNode numbers = json.putArray("vector");
        for (float number : vector) {
            numbers.add(number);
        }
        json.put("data", encode(passage));
    }

    private static void text(ObjectNode json, PageField field, String lang, List<String> texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                json.withObjectProperty(field.fieldName())
                        .withArrayProperty(lang)
                        .add(text);
            }
        }
    }

    private static void date(ObjectNode json, String field, @Nullable Instant instant) {
        if (instant != null) {
            json.put(field, instant.toEpochMilli());
        }
    }

    /** A whole page from a document's source. */
    static PageDocument read(JsonNode source) {
        PageHead head = head(source.path(IndexLayout.HEAD).asText());
        Content content = decode(source.path(IndexLayout.CONTENT).asText(), Content.class);
        List<Passage> passages = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode passage : source.path(IndexLayout.PASSAGES)) {
            passages.add(decode(passage.path("data").asText(), Passage.class));
            JsonNode numbers = passage.path("vector");
            float[] vector = new float[numbers.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = numbers.path(i).floatValue();
            }
            vectors.add(vector);
        }
        return new PageDocument(
                head.toPage(content.sections(), content.links()), passages, vectors, content.inboundTexts());
    }

    /** A page with its headings, but without text and links. */
    static Page readOutline(JsonNode source) {
        Outline outline = decode(source.path(IndexLayout.OUTLINE).asText(), Outline.class);
        return head(source.path(IndexLayout.HEAD).asText())
                .toPage(
                        outline.headings().stream()
                                .map(headings -> new Page.Section(headings, ""))
                                .toList(),
                        List.of());
    }

    static PageHead head(String encoded) {
        return decode(encoded, PageHead.class);
    }

    /** A passage from the bytes that the plugin returned as text. */
    static Passage passage(String json) {
        try {
            return Cluster.JSON.readValue(json, Passage.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static String encode(Object part) {
        try {
            return Base64.getEncoder().encodeToString(Cluster.JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new EngineException("a page cannot be stored: " + e.getOriginalMessage(), e);
        }
    }

    private static <T> T decode(String encoded, Class<T> type) {
        try {
            return Cluster.JSON.readValue(Base64.getDecoder().decode(encoded), type);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static EngineException unreadable(Exception e) {
        return new EngineException(
                "the index holds a page that cannot be read; run 'lotse index' for this site again", e);
    }
}
