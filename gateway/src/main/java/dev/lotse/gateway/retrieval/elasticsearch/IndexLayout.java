package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.ranking.text.TextLanguage;
import java.util.Locale;

/**
 * Settings and mapping of a generation. Fields, analysers and BM25 parameters are those of the embedded engine, so that both
 * score alike.
 */
final class IndexLayout {
    static final String WORDS = "words";
    static final String ID = "id";
    static final String UPDATED = "updated";
    static final String VALID_FROM = "validFrom";
    static final String VALID_UNTIL = "validUntil";
    static final String HEAD = "head";
    static final String OUTLINE = "outline";
    static final String CONTENT = "content";
    static final String PASSAGES = "passages";
    static final String PASSAGE_TEXT = PASSAGES + ".text";
    static final String VECTOR = PASSAGES + ".vector";

    private static final String TEXT_SIMILARITY = "lotse_text";
    private static final String SHORT_SIMILARITY = "lotse_short";

    private IndexLayout() {}

    static String filter(FilterField field) {
        return field == FilterField.OBJECT_ID ? ID : "filter." + field.wireName();
    }

    static ObjectNode index(String site, long number, GenerationInfo info, ElasticsearchSettings.Layout layout) {
        ObjectNode body = Cluster.JSON.createObjectNode();
        ObjectNode settings = body.putObject("settings");
        settings.put("number_of_shards", layout.shards());
        settings.put("number_of_replicas", layout.replicas());
        settings.put("refresh_interval", "-1");
        ObjectNode similarity = settings.putObject("similarity");
        bm25(similarity.putObject(TEXT_SIMILARITY), 0.75);
        // Short fields need little length normalisation; link texts repeat.
        bm25(similarity.putObject(SHORT_SIMILARITY), 0.5);

        ObjectNode mapping = body.putObject("mappings");
        mapping.put("dynamic", "strict");
        ObjectNode meta = mapping.putObject("_meta").putObject("lotse");
        meta.put("site", site)
                .put("generation", number)
                .put("encoder", info.encoder())
                .put("dimension", info.dimension());
        // What is only searched, and can be made again from the content, is not stored twice.
        ObjectNode source = mapping.putObject("_source");
        for (PageField field : PageField.values()) {
            source.withArray("excludes").add(field.fieldName());
        }
        source.withArray("excludes").add(PASSAGE_TEXT);
        fields(mapping.putObject("properties"), info, layout);
        return body;
    }

    private static void bm25(ObjectNode similarity, double b) {
        similarity.put("type", "lotse_bm25").put("k1", 1.2).put("b", b);
    }

    private static void fields(ObjectNode properties, GenerationInfo info, ElasticsearchSettings.Layout layout) {
        keyword(properties, ID);
        ObjectNode filters = properties.putObject("filter").putObject("properties");
        for (FilterField field : FilterField.values()) {
            if (field != FilterField.OBJECT_ID) {
                keyword(filters, field.wireName());
            }
        }
        for (String date : new String[] {UPDATED, VALID_FROM, VALID_UNTIL}) {
            properties.putObject(date).put("type", "long");
        }
        for (PageField field : PageField.values()) {
            text(
                    properties.putObject(field.fieldName()),
                    field == PageField.BODY ? TEXT_SIMILARITY : SHORT_SIMILARITY,
                    field == PageField.TITLE || field == PageField.HEADINGS || field == PageField.BODY);
        }
        ObjectNode words = properties.putObject(WORDS).putObject("properties");
        for (TextLanguage language : TextLanguage.values()) {
            words.putObject(language.tag())
                    .put("type", "text")
                    .put("analyzer", "lotse_words")
                    .put("index_options", "docs")
                    .put("norms", false);
        }
        properties.putObject(HEAD).put("type", "binary").put("store", true);
        properties.putObject(OUTLINE).put("type", "binary");
        properties.putObject(CONTENT).put("type", "binary");
        ObjectNode passages =
                properties.putObject(PASSAGES).put("type", "nested").putObject("properties");
        text(passages.putObject("text"), TEXT_SIMILARITY, false);
        passages.putObject("data").put("type", "binary").put("store", true);
        ObjectNode vector = passages.putObject("vector")
                .put("type", "dense_vector")
                .put("dims", info.dimension())
                .put("similarity", "dot_product")
                .put("index", true);
        vector.putObject("index_options")
                .put("type", layout.vectors().name().toLowerCase(Locale.ROOT))
                .put("m", layout.links())
                .put("ef_construction", layout.buildWidth());
    }

    private static void keyword(ObjectNode properties, String name) {
        // Longer values are filtered by nobody; Lucene would refuse the whole page.
        properties.putObject(name).put("type", "keyword").put("ignore_above", 8191);
    }

    /** One field per language below one name. */
    private static void text(ObjectNode field, String similarity, boolean vocabulary) {
        ObjectNode languages = field.putObject("properties");
        for (TextLanguage language : TextLanguage.values()) {
            ObjectNode text = languages
                    .putObject(language.tag())
                    .put("type", "text")
                    .put("analyzer", "lotse_" + language.tag())
                    .put("similarity", similarity)
                    .put("position_increment_gap", 0);
            if (vocabulary) {
                text.put("copy_to", WORDS + "." + language.tag());
            }
        }
    }
}
