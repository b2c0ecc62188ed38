package dev.lotse.elasticsearch.query;

import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.search.Query;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.TransportVersions;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;

/**
 * The query {@code lotse_text}: the lexical half of a Lotse query with its inline expansions. It is scored by the Lucene
 * query of {@link TextQueryBuilder}, which the embedded engine calls too.
 *
 * <p>Immutable but for boost and name, which Elasticsearch sets while parsing.
 */
public final class LotseTextQueryBuilder extends AbstractQueryBuilder<LotseTextQueryBuilder> {
    public static final String NAME = "lotse_text";

    private final TextQuery query;

    public LotseTextQueryBuilder(TextQuery query) {
        this.query = query;
    }

    /** Reads what another node wrote. */
    public LotseTextQueryBuilder(StreamInput in) throws IOException {
        super(in);
        query = TextQueryBody.read(in);
    }

    /** Parses the object below {@code "lotse_text"}. */
    public static LotseTextQueryBuilder fromXContent(XContentParser parser) throws IOException {
        Map<String, Object> body = new HashMap<>(parser.map());
        Object boost = body.remove(BOOST_FIELD.getPreferredName());
        Object name = body.remove(NAME_FIELD.getPreferredName());
        try {
            LotseTextQueryBuilder builder = new LotseTextQueryBuilder(TextQueryBody.fromMap(NAME, body));
            if (boost instanceof Number number) {
                builder.boost(number.floatValue());
            }
            if (name instanceof String text) {
                builder.queryName(text);
            }
            return builder;
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), e.getMessage(), e);
        }
    }

    /** What is asked. */
    public TextQuery query() {
        return query;
    }

    @Override
    protected void doWriteTo(StreamOutput out) throws IOException {
        TextQueryBody.write(query, out);
    }

    @Override
    protected void doXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startObject(NAME);
        TextQueryBody.write(query, builder);
        boostAndQueryNameToXContent(builder);
        builder.endObject();
    }

    @Override
    protected Query doToQuery(SearchExecutionContext context) {
        for (String field : query.fields().keySet()) {
            requireOurAnalysis(context, TextQueryBuilder.fieldName(field, query.language()), query.language());
        }
        return TextQueryBuilder.build(query);
    }

    /** A field with other terms would be searched in vain, and nobody would notice. A field that is not there finds nothing. */
    private static void requireOurAnalysis(SearchExecutionContext context, String name, TextLanguage language) {
        MappedFieldType field = context.getFieldType(name);
        if (field == null) {
            return;
        }
        String wanted = "lotse_" + language.tag();
        String actual = field.getTextSearchInfo().searchAnalyzer() == null
                ? "none"
                : field.getTextSearchInfo().searchAnalyzer().name();
        if (!actual.equals(wanted)) {
            throw new IllegalArgumentException(
                    "[" + NAME + "] field " + name + " has the analyzer '" + actual + "'; it must be '" + wanted
                            + "' in the mapping of index " + context.index().getName());
        }
    }

    @Override
    protected boolean doEquals(LotseTextQueryBuilder other) {
        return query.equals(other.query);
    }

    @Override
    protected int doHashCode() {
        return query.hashCode();
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }

    @Override
    public TransportVersion getMinimalSupportedVersion() {
        return TransportVersions.V_8_16_0;
    }
}
