package dev.lotse.elasticsearch.retriever;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.Explanation;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.search.rank.RankDoc;
import org.elasticsearch.xcontent.XContentBuilder;

/** A document of the fused list that remembers where its score came from. */
public final class HybridRankDoc extends RankDoc {
    public static final String NAME = "lotse_hybrid_rank_doc";

    private final List<HybridPart> parts;

    HybridRankDoc(int doc, float score, int shardIndex, int rank, List<HybridPart> parts) {
        super(doc, score, shardIndex);
        this.rank = rank;
        this.parts = List.copyOf(parts);
    }

    /** Reads what another node wrote. */
    public HybridRankDoc(StreamInput in) throws IOException {
        super(in);
        parts = in.readCollectionAsImmutableList(HybridPart::new);
    }

    List<HybridPart> parts() {
        return parts;
    }

    /**
     * One detail per inner retriever that found the document: its score, and {@code NAME: rank N}. The queries' own
     * explanations follow as they are.
     */
    @Override
    public Explanation explain(Explanation[] sources, String[] queryNames) {
        List<Explanation> details = new ArrayList<>();
        for (HybridPart part : parts) {
            details.add(Explanation.match(
                    part.score(), String.format(Locale.ROOT, "%s: rank %d", part.name(), part.rank())));
        }
        details.addAll(List.of(sources));
        return Explanation.match(score, "lotse_hybrid: rank " + rank + ", fused from:", details);
    }

    @Override
    protected void doWriteTo(StreamOutput out) throws IOException {
        out.writeCollection(parts);
    }

    @Override
    protected void doToXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startArray("parts");
        for (HybridPart part : parts) {
            builder.startObject();
            builder.field("name", part.name());
            builder.field("rank", part.rank());
            builder.field("score", part.score());
            builder.endObject();
        }
        builder.endArray();
    }

    @Override
    protected boolean doEquals(RankDoc other) {
        return other instanceof HybridRankDoc hybrid && parts.equals(hybrid.parts);
    }

    @Override
    protected int doHashCode() {
        return parts.hashCode();
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }
}
