package dev.lotse.elasticsearch.report;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.action.support.DefaultShardOperationFailedException;
import org.elasticsearch.action.support.broadcast.BaseBroadcastResponse;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;

/** The reports of all shards that answered. */
public final class ShardReportResponse extends BaseBroadcastResponse {
    private final List<ShardReport> reports;

    ShardReportResponse(
            int total,
            int successful,
            int failed,
            List<DefaultShardOperationFailedException> failures,
            List<ShardReport> reports) {
        super(total, successful, failed, failures);
        this.reports = List.copyOf(reports);
    }

    /** Reads what another node wrote. */
    public ShardReportResponse(StreamInput in) throws IOException {
        super(in);
        reports = in.readCollectionAsImmutableList(ShardReport::new);
    }

    /** One per shard. */
    public List<ShardReport> reports() {
        return reports;
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        super.writeTo(out);
        out.writeCollection(reports);
    }
}
