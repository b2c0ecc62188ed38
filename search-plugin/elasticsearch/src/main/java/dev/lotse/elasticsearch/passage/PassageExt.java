package dev.lotse.elasticsearch.passage;

import dev.lotse.elasticsearch.query.TextQueryBody;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.search.SearchExtBuilder;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the best passage of each hit: {@code "ext": {"lotse_passage": {"texts": […], "vector": […]}}}. Texts are as in
 * {@code lotse_text}, with the passages' own fields; at least one of the two has to be there. Immutable.
 */
public final class PassageExt extends SearchExtBuilder {
    public static final String NAME = "lotse_passage";

    private static final Set<String> KEYS = Set.of("texts", "vector");

    private final List<TextQuery> texts;
    private final float @Nullable [] vector;

    PassageExt(List<TextQuery> texts, float @Nullable [] vector) {
        this.texts = List.copyOf(texts);
        this.vector = vector;
    }

    /** Reads what another node wrote. */
    public PassageExt(StreamInput in) throws IOException {
        texts = in.readCollectionAsImmutableList(TextQueryBody::read);
        vector = in.readOptionalFloatArray();
    }

    /** Parses the object below {@code "lotse_passage"}. */
    public static PassageExt fromXContent(XContentParser parser) throws IOException {
        Map<String, Object> body = parser.map();
        try {
            return read(body);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), e.getMessage(), e);
        }
    }

    private static PassageExt read(Map<String, Object> body) {
        for (String key : body.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "[" + NAME + "] unknown key " + key + "; allowed are " + new TreeSet<>(KEYS));
            }
        }
        List<TextQuery> texts = new ArrayList<>();
        if (body.get("texts") instanceof List<?> list) {
            for (Object each : list) {
                if (!(each instanceof Map<?, ?> text)) {
                    throw new IllegalArgumentException("[" + NAME + "] texts must be a list of objects");
                }
                Map<String, Object> json = new HashMap<>();
                text.forEach((key, value) -> json.put(String.valueOf(key), value));
                texts.add(TextQueryBody.fromMap(NAME, json));
            }
        }
        float[] vector = null;
        if (body.get("vector") instanceof List<?> list) {
            vector = new float[list.size()];
            for (int i = 0; i < vector.length; i++) {
                if (!(list.get(i) instanceof Number number)) {
                    throw new IllegalArgumentException("[" + NAME + "] vector must be a list of numbers");
                }
                vector[i] = number.floatValue();
            }
        }
        if (texts.isEmpty() && vector == null) {
            throw new IllegalArgumentException("[" + NAME + "] needs texts or vector");
        }
        return new PassageExt(texts, vector);
    }

    List<TextQuery> texts() {
        return texts;
    }

    float @Nullable [] vector() {
        return vector;
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        out.writeCollection(texts, (each, text) -> TextQueryBody.write(text, each));
        out.writeOptionalFloatArray(vector);
    }

    @Override
    public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startObject(NAME);
        builder.startArray("texts");
        for (TextQuery text : texts) {
            builder.startObject();
            TextQueryBody.write(text, builder);
            builder.endObject();
        }
        builder.endArray();
        if (vector != null) {
            builder.array("vector", vector);
        }
        return builder.endObject();
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PassageExt that && texts.equals(that.texts) && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(texts, Arrays.hashCode(vector));
    }
}
