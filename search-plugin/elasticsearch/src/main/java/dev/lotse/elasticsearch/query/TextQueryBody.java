package dev.lotse.elasticsearch.query;

import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.xcontent.XContentBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TextQuery} as JSON and between nodes:
 *
 * <pre>{@code
 * {"query": "handy", "language": "de", "fields": {"title": 2, "body": 1},
 *  "expansions": [{"start": 0, "end": 5, "text": "smartphone", "weight": 0.8, "kind": "synonym"}],
 *  "tie_breaker": 0.3, "minimum_should_match": 0.5, "proximity": 0.3}
 * }</pre>
 *
 * {@code query}, {@code language} and {@code fields} are required. Stateless and thread-safe.
 */
public final class TextQueryBody {
    private static final Set<String> KEYS =
            Set.of("query", "language", "fields", "expansions", "tie_breaker", "minimum_should_match", "proximity");
    private static final Set<String> EXPANSION_KEYS = Set.of("start", "end", "text", "weight", "kind");

    /** Longer texts are no queries, and each word of them costs several postings lists. */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_FIELDS = 32;
    private static final int MAX_EXPANSIONS = 512;

    private final String owner;
    private final Map<String, Object> json;

    private TextQueryBody(String owner, Map<String, Object> json) {
        this.owner = owner;
        this.json = json;
    }

    /**
     * Reads a query.
     *
     * @param owner what errors call the place, such as {@code lotse_text}
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    public static TextQuery fromMap(String owner, Map<String, Object> json) {
        return new TextQueryBody(owner, json).read();
    }

    private TextQuery read() {
        onlyKeys(json, KEYS, "");
        String text = text(json, "query", "");
        if (text.length() > MAX_TEXT) {
            throw problem("query has " + text.length() + " characters; allowed are at most " + MAX_TEXT);
        }
        return new TextQuery(
                text,
                language(),
                fields(),
                expansions(text),
                share("tie_breaker", 0.3f, 1f),
                share("minimum_should_match", 0f, 1f),
                share("proximity", 0f, 100f));
    }

    private TextLanguage language() {
        String tag = text(json, "language", "");
        for (TextLanguage language : TextLanguage.values()) {
            if (language.tag().equals(tag)) {
                return language;
            }
        }
        throw problem("language is '" + tag + "'; allowed is one of "
                + Arrays.stream(TextLanguage.values()).map(TextLanguage::tag).toList());
    }

    private Map<String, Float> fields() {
        if (!(json.get("fields") instanceof Map<?, ?> given) || given.isEmpty()) {
            throw problem("fields is missing; it maps at least one field name (without language) to its weight");
        }
        if (given.size() > MAX_FIELDS) {
            throw problem("fields has " + given.size() + " entries; allowed are at most " + MAX_FIELDS);
        }
        Map<String, Float> fields = new LinkedHashMap<>();
        given.forEach((name, weight) -> {
            String key = String.valueOf(name);
            fields.put(key, number(weight, "fields." + key, 0f, Float.MAX_VALUE));
        });
        return fields;
    }

    private List<Expansion> expansions(String text) {
        Object given = json.get("expansions");
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof List<?> list) || list.size() > MAX_EXPANSIONS) {
            throw problem("expansions is no list of at most " + MAX_EXPANSIONS + " objects");
        }
        List<Expansion> expansions = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String place = "expansions[" + i + "].";
            if (!(list.get(i) instanceof Map<?, ?> entry)) {
                throw problem("expansions[" + i + "] is no object");
            }
            onlyKeys(entry, EXPANSION_KEYS, place);
            int start = whole(entry, "start", place, text.length());
            int end = whole(entry, "end", place, text.length());
            try {
                expansions.add(new Expansion(
                        start,
                        end,
                        text(entry, "text", place),
                        number(entry.get("weight"), place + "weight", 0f, 1f),
                        kind(entry, place)));
            } catch (IllegalArgumentException e) {
                throw e.getMessage() != null && e.getMessage().startsWith("[" + owner + "]")
                        ? e
                        : problem(place + ": " + e.getMessage());
            }
        }
        return expansions;
    }

    private Expansion.Kind kind(Map<?, ?> entry, String place) {
        String name = entry.get("kind") == null ? "synonym" : text(entry, "kind", place);
        for (Expansion.Kind kind : Expansion.Kind.values()) {
            if (kindName(kind).equals(name)) {
                return kind;
            }
        }
        throw problem(place + "kind is '" + name + "'; allowed is one of "
                + Arrays.stream(Expansion.Kind.values())
                        .map(TextQueryBody::kindName)
                        .toList());
    }

    private static String kindName(Expansion.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private float share(String key, float otherwise, float max) {
        Object value = json.get(key);
        return value == null ? otherwise : number(value, key, 0f, max);
    }

    private String text(Map<?, ?> object, String key, String place) {
        if (object.get(key) instanceof String text) {
            return text;
        }
        throw problem(place + key + " is missing, or no text");
    }

    private int whole(Map<?, ?> object, String key, String place, int max) {
        Object value = object.get(key);
        if (value instanceof Integer number && number >= 0 && number <= max) {
            return number;
        }
        throw problem(place + key + " is " + value + "; allowed is a whole number from 0 to " + max);
    }

    private float number(@Nullable Object value, String place, float min, float max) {
        if (value instanceof Number number) {
            float result = number.floatValue();
            if (result >= min && result <= max) {
                return result;
            }
        }
        throw problem(place + " is " + value + "; allowed is a number from " + min + " to "
                + (max == Float.MAX_VALUE ? "any" : max));
    }

    private void onlyKeys(Map<?, ?> object, Set<String> allowed, String place) {
        for (Object key : object.keySet()) {
            if (!allowed.contains(String.valueOf(key))) {
                throw problem("unknown key " + place + key + "; allowed are " + new TreeSet<>(allowed));
            }
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("[" + owner + "] " + what);
    }

    /** Writes the members of the object, without its braces. */
    public static void write(TextQuery query, XContentBuilder json) throws IOException {
        json.field("query", query.text());
        json.field("language", query.language().tag());
        json.startObject("fields");
        for (Map.Entry<String, Float> field : query.fields().entrySet()) {
            json.field(field.getKey(), field.getValue());
        }
        json.endObject();
        json.startArray("expansions");
        for (Expansion expansion : query.expansions()) {
            json.startObject();
            json.field("start", expansion.start());
            json.field("end", expansion.end());
            json.field("text", expansion.text());
            json.field("weight", expansion.weight());
            json.field("kind", kindName(expansion.kind()));
            json.endObject();
        }
        json.endArray();
        json.field("tie_breaker", query.tieBreaker());
        json.field("minimum_should_match", query.minimumShouldMatch());
        json.field("proximity", query.proximity());
    }

    /** Reads what {@link #write(TextQuery, StreamOutput)} wrote. */
    public static TextQuery read(StreamInput in) throws IOException {
        String text = in.readString();
        TextLanguage language = in.readEnum(TextLanguage.class);
        Map<String, Float> fields = in.readMap(StreamInput::readFloat);
        List<Expansion> expansions = in.readCollectionAsList(each -> new Expansion(
                each.readVInt(),
                each.readVInt(),
                each.readString(),
                each.readFloat(),
                each.readEnum(Expansion.Kind.class)));
        return new TextQuery(text, language, fields, expansions, in.readFloat(), in.readFloat(), in.readFloat());
    }

    /** For another node of the same plugin version. */
    public static void write(TextQuery query, StreamOutput out) throws IOException {
        out.writeString(query.text());
        out.writeEnum(query.language());
        out.writeMap(query.fields(), StreamOutput::writeFloat);
        out.writeCollection(query.expansions(), (each, expansion) -> {
            each.writeVInt(expansion.start());
            each.writeVInt(expansion.end());
            each.writeString(expansion.text());
            each.writeFloat(expansion.weight());
            each.writeEnum(expansion.kind());
        });
        out.writeFloat(query.tieBreaker());
        out.writeFloat(query.minimumShouldMatch());
        out.writeFloat(query.proximity());
    }
}
