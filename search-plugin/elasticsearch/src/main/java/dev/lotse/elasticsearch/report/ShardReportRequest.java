package dev.lotse.elasticsearch.report;

import java.io.IOException;
import org.elasticsearch.action.support.broadcast.BroadcastRequest;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;

/** Asks shards for a {@link ShardReport}. */
public final class ShardReportRequest extends BroadcastRequest<ShardReportRequest> {

    /** What a shard does besides counting. */
    public enum Work {
        COUNT,
        /** Reads postings, vectors and doc values once, so that they are in the page cache. */
        WARM,
        /** Lists the words of the pages by language. */
        WORDS
    }

    private final Work work;

    /** @param indices concrete names, aliases or patterns */
    public ShardReportRequest(Work work, String... indices) {
        super(indices);
        this.work = work;
    }

    /** Reads what another node wrote. */
    public ShardReportRequest(StreamInput in) throws IOException {
        super(in);
        work = in.readEnum(Work.class);
    }

    Work work() {
        return work;
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        super.writeTo(out);
        out.writeEnum(work);
    }
}
