package dev.lotse.elasticsearch.report;

import dev.lotse.ranking.text.TextLanguage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.metadata.IndexMetadata;
import org.elasticsearch.cluster.metadata.MappingMetadata;
import org.elasticsearch.common.util.Maps;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.xcontent.XContentBuilder;
import org.jspecify.annotations.Nullable;

/** {@code GET /_lotse/status}: versions, analysers, and what each index of Lotse holds. */
public final class RestStatusAction extends BaseRestHandler {
    private final String pluginVersion;
    private final Supplier<ClusterState> cluster;

    /**
     * @param pluginVersion as in the descriptor
     * @param cluster the newest cluster state
     */
    public RestStatusAction(String pluginVersion, Supplier<ClusterState> cluster) {
        this.pluginVersion = pluginVersion;
        this.cluster = cluster;
    }

    @Override
    public String getName() {
        return "lotse_status";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.GET, "/_lotse/status"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        ClusterState state = cluster.get();
        Map<String, Map<?, ?>> own = new LinkedHashMap<>();
        for (IndexMetadata index : state.metadata().indices().values()) {
            Map<?, ?> meta = meta(index);
            if (meta != null && index.getState() == IndexMetadata.State.OPEN) {
                own.put(index.getIndex().getName(), meta);
            }
        }
        if (own.isEmpty()) {
            return channel -> new ReportListener(channel, (response, json) -> write(own, response, json))
                    .onResponse(new ShardReportResponse(0, 0, 0, List.of(), List.of()));
        }
        ShardReportRequest shards = new ShardReportRequest(
                ShardReportRequest.Work.COUNT, own.keySet().toArray(String[]::new));
        return channel -> client.execute(
                TransportShardReportAction.TYPE,
                shards,
                new ReportListener(channel, (response, json) -> write(own, response, json)));
    }

    private static @Nullable Map<?, ?> meta(IndexMetadata index) {
        MappingMetadata mapping = index.mapping();
        if (mapping == null) {
            return null;
        }
        return mapping.sourceAsMap().get("_meta") instanceof Map<?, ?> meta
                        && meta.get("lotse") instanceof Map<?, ?> lotse
                ? lotse
                : null;
    }

    private void write(Map<String, Map<?, ?>> own, ShardReportResponse response, XContentBuilder json)
            throws IOException {
        json.startObject("plugin");
        json.field("version", pluginVersion);
        json.endObject();
        json.startObject("elasticsearch");
        json.field("version", Build.current().version());
        json.endObject();
        json.startArray("analyzers");
        for (TextLanguage language : TextLanguage.values()) {
            json.value("lotse_" + language.tag());
        }
        json.value("lotse_words");
        json.endArray();
        json.startObject("indices");
        for (Map.Entry<String, ShardReport> total : totals(response).entrySet()) {
            ShardReport report = total.getValue();
            json.startObject(total.getKey());
            Map<?, ?> meta = own.get(total.getKey());
            if (meta != null) {
                for (Map.Entry<?, ?> entry : meta.entrySet()) {
                    json.field(String.valueOf(entry.getKey()), entry.getValue());
                }
            }
            json.field("pages", report.pages());
            json.field("passages", report.passages());
            json.field("vectors", report.vectors());
            json.field("vector_bytes", report.vectorBytes());
            json.endObject();
        }
        json.endObject();
    }

    /** Sums by index. */
    static Map<String, ShardReport> totals(ShardReportResponse response) {
        Map<String, ShardReport> totals = Maps.newLinkedHashMapWithExpectedSize(8);
        for (ShardReport shard : response.reports()) {
            totals.merge(
                    shard.index(),
                    shard,
                    (a, b) -> new ShardReport(
                            a.index(),
                            a.pages() + b.pages(),
                            a.passages() + b.passages(),
                            a.vectors() + b.vectors(),
                            a.vectorBytes() + b.vectorBytes(),
                            a.bytesRead() + b.bytesRead(),
                            Map.of()));
        }
        return totals;
    }
}
