package dev.lotse.elasticsearch.report;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.Strings;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET /_lotse/{index}/_words}: page frequency by word and language, for understanding queries in the gateway. */
public final class RestWordsAction extends BaseRestHandler {
    @Override
    public String getName() {
        return "lotse_words";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.GET, "/_lotse/{index}/_words"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        String[] indices = Strings.splitStringByCommaToArray(request.param("index"));
        return channel -> client.execute(
                TransportShardReportAction.TYPE,
                new ShardReportRequest(ShardReportRequest.Work.WORDS, indices),
                new ReportListener(channel, RestWordsAction::write));
    }

    private static void write(ShardReportResponse response, XContentBuilder json) throws IOException {
        Map<String, Map<String, Integer>> sums = new HashMap<>();
        for (ShardReport shard : response.reports()) {
            shard.words().forEach((language, words) -> {
                Map<String, Integer> sum = sums.computeIfAbsent(language, l -> new HashMap<>());
                words.forEach((word, pages) -> sum.merge(word, pages, Integer::sum));
            });
        }
        json.startObject("words");
        for (Map.Entry<String, Map<String, Integer>> language : sums.entrySet()) {
            json.startObject(language.getKey());
            for (Map.Entry<String, Integer> word : language.getValue().entrySet()) {
                json.field(word.getKey(), word.getValue());
            }
            json.endObject();
        }
        json.endObject();
    }
}
