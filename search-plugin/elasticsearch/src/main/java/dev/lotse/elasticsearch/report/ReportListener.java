package dev.lotse.elasticsearch.report;

import java.io.IOException;
import org.elasticsearch.action.support.DefaultShardOperationFailedException;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.action.RestBuilderListener;
import org.elasticsearch.xcontent.XContentBuilder;

/** Writes the outcome on shards and, between them, what the report is about. */
final class ReportListener extends RestBuilderListener<ShardReportResponse> {

    /** Writes members into the open object. */
    @FunctionalInterface
    interface Body {
        void write(ShardReportResponse response, XContentBuilder json) throws IOException;
    }

    private final Body body;

    ReportListener(RestChannel channel, Body body) {
        super(channel);
        this.body = body;
    }

    @Override
    public RestResponse buildResponse(ShardReportResponse response, XContentBuilder json) throws Exception {
        json.startObject();
        json.startObject("_shards");
        json.field("total", response.getTotalShards());
        json.field("successful", response.getSuccessfulShards());
        json.field("failed", response.getFailedShards());
        if (response.getFailedShards() > 0) {
            json.startArray("failures");
            for (DefaultShardOperationFailedException failure : response.getShardFailures()) {
                json.startObject();
                json.field("index", failure.index());
                json.field("shard", failure.shardId());
                json.field("reason", failure.reason());
                json.endObject();
            }
            json.endArray();
        }
        json.endObject();
        body.write(response, json);
        json.endObject();
        return new RestResponse(response.getStatus(), json);
    }
}
