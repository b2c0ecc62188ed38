package dev.lotse.elasticsearch.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionType;
import org.elasticsearch.action.support.ActionFilters;
import org.elasticsearch.action.support.broadcast.node.TransportBroadcastByNodeAction;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.block.ClusterBlockException;
import org.elasticsearch.cluster.block.ClusterBlockLevel;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.routing.PlainShardsIterator;
import org.elasticsearch.cluster.routing.ShardRouting;
import org.elasticsearch.cluster.routing.ShardsIterator;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.index.engine.Engine;
import org.elasticsearch.index.shard.IndexShard;
import org.elasticsearch.indices.IndicesService;
import org.elasticsearch.injection.guice.Inject;
import org.elasticsearch.tasks.Task;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.TransportService;
import org.jspecify.annotations.Nullable;

/** Counts on one copy of each shard; warms all copies. */
public final class TransportShardReportAction
        extends TransportBroadcastByNodeAction<ShardReportRequest, ShardReportResponse, ShardReport, Void> {
    public static final ActionType<ShardReportResponse> TYPE = new ActionType<>("indices:monitor/lotse/report");

    private final IndicesService indices;

    @Inject
    public TransportShardReportAction(
            ClusterService cluster,
            TransportService transport,
            IndicesService indices,
            ActionFilters filters,
            IndexNameExpressionResolver names) {
        super(
                TYPE.name(),
                cluster,
                transport,
                filters,
                names,
                ShardReportRequest::new,
                transport.getThreadPool().executor(ThreadPool.Names.MANAGEMENT));
        this.indices = indices;
    }

    @Override
    protected ShardReport readShardResult(StreamInput in) throws IOException {
        return new ShardReport(in);
    }

    @Override
    protected ResponseFactory<ShardReportResponse, ShardReport> getResponseFactory(
            ShardReportRequest request, ClusterState state) {
        return (total, successful, failed, reports, failures) ->
                new ShardReportResponse(total, successful, failed, failures, reports);
    }

    @Override
    protected ShardReportRequest readRequestFrom(StreamInput in) throws IOException {
        return new ShardReportRequest(in);
    }

    @Override
    protected void shardOperation(
            ShardReportRequest request,
            ShardRouting routing,
            Task task,
            @Nullable Void context,
            ActionListener<ShardReport> listener) {
        ActionListener.completeWith(listener, () -> {
            IndexShard shard = indices.indexServiceSafe(routing.shardId().getIndex())
                    .getShard(routing.shardId().id());
            try (Engine.Searcher searcher = shard.acquireSearcher("lotse_report")) {
                return new ShardReader(routing.getIndexName(), searcher.getIndexReader()).report(request.work());
            }
        });
    }

    @Override
    protected ShardsIterator shards(ClusterState state, ShardReportRequest request, String[] concrete) {
        if (request.work() == ShardReportRequest.Work.WARM) {
            return state.routingTable().allActiveShards(concrete);
        }
        List<ShardRouting> primaries = new ArrayList<>();
        for (ShardRouting shard : state.routingTable().allShards(concrete)) {
            if (shard.primary()) {
                primaries.add(shard);
            }
        }
        return new PlainShardsIterator(primaries);
    }

    @Override
    protected @Nullable ClusterBlockException checkGlobalBlock(ClusterState state, ShardReportRequest request) {
        return state.blocks().globalBlockedException(ClusterBlockLevel.METADATA_READ);
    }

    @Override
    protected @Nullable ClusterBlockException checkRequestBlock(
            ClusterState state, ShardReportRequest request, String[] concrete) {
        return state.blocks().indicesBlockedException(ClusterBlockLevel.METADATA_READ, concrete);
    }
}
