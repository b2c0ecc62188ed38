package dev.lotse.elasticsearch;

import dev.lotse.elasticsearch.passage.PassageExt;
import dev.lotse.elasticsearch.passage.PassageFetchSubPhase;
import dev.lotse.elasticsearch.query.LotseTextQueryBuilder;
import dev.lotse.elasticsearch.report.RestStatusAction;
import dev.lotse.elasticsearch.report.RestWarmAction;
import dev.lotse.elasticsearch.report.RestWordsAction;
import dev.lotse.elasticsearch.report.TransportShardReportAction;
import dev.lotse.elasticsearch.retriever.HybridRankDoc;
import dev.lotse.elasticsearch.retriever.HybridRetrieverBuilder;
import dev.lotse.ranking.text.TextAnalysis;
import dev.lotse.ranking.text.TextLanguage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.elasticsearch.action.ActionRequest;
import org.elasticsearch.action.ActionResponse;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexModule;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.search.fetch.FetchSubPhase;
import org.elasticsearch.search.rank.RankDoc;
import org.jspecify.annotations.Nullable;

/** Registers what Lotse adds to Elasticsearch. Every name begins with {@code lotse_}. */
public final class LotsePlugin extends Plugin implements SearchPlugin, AnalysisPlugin, ActionPlugin {
    private @Nullable ClusterService cluster;

    @Override
    public Collection<?> createComponents(PluginServices services) {
        cluster = services.clusterService();
        return List.of();
    }

    @Override
    public List<RetrieverSpec<?>> getRetrievers() {
        return List.of(new RetrieverSpec<>(HybridRetrieverBuilder.NAME, HybridRetrieverBuilder::fromXContent));
    }

    @Override
    public List<QuerySpec<?>> getQueries() {
        return List.of(new QuerySpec<>(
                LotseTextQueryBuilder.NAME, LotseTextQueryBuilder::new, LotseTextQueryBuilder::fromXContent));
    }

    @Override
    public List<SearchExtSpec<?>> getSearchExts() {
        return List.of(new SearchExtSpec<>(PassageExt.NAME, PassageExt::new, PassageExt::fromXContent));
    }

    @Override
    public List<FetchSubPhase> getFetchSubPhases(FetchPhaseConstructionContext context) {
        return List.of(new PassageFetchSubPhase());
    }

    @Override
    public List<NamedWriteableRegistry.Entry> getNamedWriteables() {
        return List.of(new NamedWriteableRegistry.Entry(RankDoc.class, HybridRankDoc.NAME, HybridRankDoc::new));
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers = new HashMap<>();
        for (TextLanguage language : TextLanguage.values()) {
            analyzers.put(
                    "lotse_" + language.tag(),
                    (index, environment, name, settings) ->
                            new LotseAnalyzerProvider(name, TextAnalysis.analyzer(language)));
        }
        analyzers.put(
                "lotse_words",
                (index, environment, name, settings) -> new LotseAnalyzerProvider(name, TextAnalysis.words()));
        return analyzers;
    }

    /** Lucene's own BM25: the server's one multiplies every score by 2.2, so that scores differed between the engines. */
    @Override
    public void onIndexModule(IndexModule module) {
        module.addSimilarity(
                "lotse_bm25",
                (settings, version, script) ->
                        new BM25Similarity(settings.getAsFloat("k1", 1.2f), settings.getAsFloat("b", 0.75f)));
    }

    @Override
    public Collection<ActionHandler<? extends ActionRequest, ? extends ActionResponse>> getActions() {
        return List.of(new ActionHandler<>(TransportShardReportAction.TYPE, TransportShardReportAction.class));
    }

    @Override
    public Collection<RestHandler> getRestHandlers(
            Settings settings,
            NamedWriteableRegistry writeables,
            RestController controller,
            ClusterSettings clusterSettings,
            IndexScopedSettings indexSettings,
            SettingsFilter filter,
            IndexNameExpressionResolver names,
            Supplier<DiscoveryNodes> nodes,
            Predicate<NodeFeature> features) {
        ClusterService service = cluster;
        if (service == null) {
            throw new IllegalStateException("the server asks for REST handlers before it has made components");
        }
        String version = getClass().getPackage().getImplementationVersion();
        return List.of(
                new RestStatusAction(version == null ? "unknown" : version, service::state),
                new RestWarmAction(),
                new RestWordsAction());
    }
}
