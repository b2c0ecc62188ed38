package dev.lotse.gateway.ingest.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a document says about itself in JSON-LD (schema.org). Blocks that are no JSON are as good as absent. */
final class StructuredData {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build());

    /** More would be a data dump, not a description of the page. */
    private static final int MAX_BLOCK = 1 << 20;

    private final List<JsonNode> things = new ArrayList<>();

    private StructuredData() {}

    static StructuredData of(Document document) {
        StructuredData data = new StructuredData();
        for (Element script : document.select("script[type=application/ld+json]")) {
            parse(script.data()).ifPresent(data::add);
        }
        return data;
    }

    private static Optional<JsonNode> parse(String block) {
        if (block.length() > MAX_BLOCK) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(block));
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private void add(JsonNode node) {
        if (node.isArray()) {
            node.forEach(this::add);
        } else if (node.isObject()) {
            things.add(node);
            add(node.path("@graph"));
            if (node.path("breadcrumb").isObject()) {
                things.add(node.path("breadcrumb"));
            }
        }
    }

    /** The first text value of the property in any described thing. */
    Optional<String> value(String property) {
        return things.stream()
                .map(thing -> thing.path(property))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** The names of the first BreadcrumbList, outermost first; empty where there is none. */
    List<String> breadcrumbs() {
        for (JsonNode thing : things) {
            if (isType(thing, "BreadcrumbList")) {
                List<JsonNode> items = new ArrayList<>();
                thing.path("itemListElement").forEach(items::add);
                items.sort(Comparator.comparingInt(item -> item.path("position").asInt(Integer.MAX_VALUE)));
                return items.stream()
                        .map(item -> item.path("name")
                                .asText(item.path("item").path("name").asText("")))
                        .map(CleanText::line)
                        .filter(name -> !name.isEmpty())
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean isType(JsonNode thing, String type) {
        JsonNode declared = thing.path("@type");
        if (declared.isArray()) {
            for (JsonNode each : declared) {
                if (each.asText().equals(type)) {
                    return true;
                }
            }
            return false;
        }
        return declared.asText().equals(type);
    }
}
