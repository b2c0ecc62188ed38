package dev.lotse.elasticsearch.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.Strings;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code POST /_lotse/{index}/_warm}: reads postings, vectors and doc values of all copies of all shards once. */
public final class RestWarmAction extends BaseRestHandler {
    @Override
    public String getName() {
        return "lotse_warm";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.POST, "/_lotse/{index}/_warm"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        String[] indices = Strings.splitStringByCommaToArray(request.param("index"));
        long start = System.nanoTime();
        return channel -> client.execute(
                TransportShardReportAction.TYPE,
                new ShardReportRequest(ShardReportRequest.Work.WARM, indices),
                new ReportListener(channel, (response, json) -> write(response, start, json)));
    }

    private static void write(ShardReportResponse response, long start, XContentBuilder json) throws IOException {
        json.field("took", (System.nanoTime() - start) / 1_000_000);
        json.startObject("indices");
        for (Map.Entry<String, ShardReport> total :
                RestStatusAction.totals(response).entrySet()) {
            json.startObject(total.getKey());
            json.field("bytes_read", total.getValue().bytesRead());
            json.field("vectors", total.getValue().vectors());
            json.endObject();
        }
        json.endObject();
    }
}
