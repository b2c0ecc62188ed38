package dev.lotse.elasticsearch.retriever;

import static org.elasticsearch.xcontent.ConstructingObjectParser.constructorArg;
import static org.elasticsearch.xcontent.ConstructingObjectParser.optionalConstructorArg;

import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.FusionMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.lucene.search.ScoreDoc;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.search.rank.RankDoc;
import org.elasticsearch.search.retriever.CompoundRetrieverBuilder;
import org.elasticsearch.search.retriever.RetrieverBuilder;
import org.elasticsearch.search.retriever.RetrieverParserContext;
import org.elasticsearch.xcontent.ConstructingObjectParser;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.jspecify.annotations.Nullable;

/**
 * The retriever {@code lotse_hybrid}: any inner retrievers, fused over the merged windows of all shards.
 *
 * <pre>{@code
 * {"lotse_hybrid": {
 *    "retrievers": [
 *      {"name": "lexical", "weight": 0.5, "retriever": {"standard": {"query": {"lotse_text": {…}}}}},
 *      {"name": "dense", "weight": 0.5, "retriever": {"knn": {…}}}],
 *    "method": "convex", "normalization": "min_max", "window": 100, "rank_window_size": 200}}
 * }</pre>
 */
public final class HybridRetrieverBuilder extends CompoundRetrieverBuilder<HybridRetrieverBuilder> {
    public static final String NAME = "lotse_hybrid";

    private static final int DEFAULT_WINDOW = 100;
    private static final int DEFAULT_RANK_CONSTANT = 60;

    private record Component(
            RetrieverBuilder retriever,
            @Nullable Float weight,
            @Nullable Float minimum,
            @Nullable String name) {}

    private static final ConstructingObjectParser<Component, RetrieverParserContext> COMPONENT =
            new ConstructingObjectParser<>(
                    NAME + " retrievers",
                    args -> new Component(
                            (RetrieverBuilder) args[0], (Float) args[1], (Float) args[2], (String) args[3]));

    private static final ConstructingObjectParser<HybridRetrieverBuilder, RetrieverParserContext> PARSER =
            new ConstructingObjectParser<>(NAME, HybridRetrieverBuilder::create);

    static {
        COMPONENT.declareNamedObject(
                constructorArg(),
                (parser, context, name) -> {
                    RetrieverBuilder inner = parser.namedObject(RetrieverBuilder.class, name, context);
                    context.trackRetrieverUsage(inner.getName());
                    return inner;
                },
                new ParseField("retriever"));
        COMPONENT.declareFloat(optionalConstructorArg(), new ParseField("weight"));
        COMPONENT.declareFloat(optionalConstructorArg(), new ParseField("minimum"));
        COMPONENT.declareString(optionalConstructorArg(), new ParseField("name"));

        PARSER.declareObjectArray(constructorArg(), COMPONENT, new ParseField("retrievers"));
        PARSER.declareString(optionalConstructorArg(), new ParseField("method"));
        PARSER.declareString(optionalConstructorArg(), new ParseField("normalization"));
        PARSER.declareInt(optionalConstructorArg(), new ParseField("window"));
        PARSER.declareInt(optionalConstructorArg(), new ParseField("rank_constant"));
        PARSER.declareBoolean(optionalConstructorArg(), new ParseField("tail"));
        PARSER.declareInt(optionalConstructorArg(), RANK_WINDOW_SIZE_FIELD);
        RetrieverBuilder.declareBaseParserFields(NAME, PARSER);
    }

    private final HybridSpec spec;

    private HybridRetrieverBuilder(List<RetrieverSource> inner, int rankWindowSize, HybridSpec spec) {
        super(new ArrayList<>(inner), rankWindowSize);
        this.spec = spec;
    }

    /** Parses the object below {@code "lotse_hybrid"}. */
    public static HybridRetrieverBuilder fromXContent(XContentParser parser, RetrieverParserContext context)
            throws IOException {
        try {
            return PARSER.apply(parser, context);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "] " + innermost(e), e);
        }
    }

    private static String innermost(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static HybridRetrieverBuilder create(@Nullable Object[] args) {
        List<HybridSpec.Input> inputs = new ArrayList<>();
        List<RetrieverSource> inner = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(args[0])) {
            Component component = (Component) each;
            String name = component.name() == null ? "part-" + (inputs.size() + 1) : component.name();
            inputs.add(new HybridSpec.Input(
                    name,
                    component.weight() == null ? 1 : component.weight(),
                    component.minimum() == null ? 0 : component.minimum()));
            inner.add(RetrieverSource.from(component.retriever()));
        }
        HybridSpec spec = new HybridSpec(
                choice("method", FusionMethod.class, (String) args[1], FusionMethod.CONVEX),
                choice("normalization", Fusion.Normalisation.class, (String) args[2], Fusion.Normalisation.MIN_MAX),
                args[3] == null ? DEFAULT_WINDOW : (Integer) args[3],
                args[4] == null ? DEFAULT_RANK_CONSTANT : (Integer) args[4],
                args[5] != null && (Boolean) args[5],
                inputs);
        // Together the windows hold at most this many documents: by default none that was fused is cut off.
        int size = args[6] == null ? Math.min(10_000, spec.window() * inputs.size()) : (Integer) args[6];
        if (size < spec.window()) {
            throw new IllegalArgumentException("rank_window_size is " + size + ", below window (" + spec.window()
                    + "), which would cut the lists that are fused");
        }
        return new HybridRetrieverBuilder(inner, size, spec);
    }

    private static <E extends Enum<E>> E choice(String key, Class<E> type, @Nullable String given, E otherwise) {
        if (given == null) {
            return otherwise;
        }
        List<String> allowed = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(given)) {
                return constant;
            }
            allowed.add(name);
        }
        throw new IllegalArgumentException(key + " is '" + given + "'; allowed is one of " + allowed);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    protected HybridRetrieverBuilder clone(List<RetrieverSource> children, List<QueryBuilder> preFilters) {
        HybridRetrieverBuilder clone = new HybridRetrieverBuilder(children, rankWindowSize, spec);
        clone.preFilterQueryBuilders = preFilters;
        clone.retrieverName = retrieverName;
        clone.minScore = minScore;
        return clone;
    }

    @Override
    protected RankDoc[] combineInnerRetrieverResults(List<ScoreDoc[]> lists, boolean explain) {
        return new HybridFusion(spec, lists).run(rankWindowSize);
    }

    @Override
    protected void doToXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startArray("retrievers");
        for (int i = 0; i < innerRetrievers.size(); i++) {
            HybridSpec.Input input = spec.inputs().get(i);
            builder.startObject();
            builder.field("name", input.name());
            builder.field("weight", input.weight());
            builder.field("minimum", input.minimum());
            builder.field("retriever", innerRetrievers.get(i).retriever());
            builder.endObject();
        }
        builder.endArray();
        builder.field("method", spec.method().name().toLowerCase(Locale.ROOT));
        builder.field("normalization", spec.normalisation().name().toLowerCase(Locale.ROOT));
        builder.field("window", spec.window());
        builder.field("rank_constant", spec.rankConstant());
        builder.field("tail", spec.tail());
        builder.field(RANK_WINDOW_SIZE_FIELD.getPreferredName(), rankWindowSize);
    }

    @Override
    public boolean doEquals(Object other) {
        return other instanceof HybridRetrieverBuilder that && super.doEquals(other) && spec.equals(that.spec);
    }

    @Override
    public int doHashCode() {
        return Objects.hash(super.doHashCode(), spec);
    }
}
