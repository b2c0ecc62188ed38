package dev.lotse.elasticsearch;

import dev.lotse.ranking.text.TextAnalysis;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;

/**
 * Offers an analyser of {@link TextAnalysis} under a name. The shared analyser is wrapped because an index closes its
 * analysers when it is deleted.
 */
final class LotseAnalyzerProvider implements AnalyzerProvider<Analyzer> {
    private final String name;
    private final Analyzer analyzer;

    LotseAnalyzerProvider(String name, Analyzer shared) {
        this.name = name;
        this.analyzer = new Wrapper(shared);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AnalyzerScope scope() {
        return AnalyzerScope.INDEX;
    }

    @Override
    public Analyzer get() {
        return analyzer;
    }

    private static final class Wrapper extends DelegatingAnalyzerWrapper {
        private final Analyzer shared;

        Wrapper(Analyzer shared) {
            super(PER_FIELD_REUSE_STRATEGY);
            this.shared = shared;
        }

        @Override
        protected Analyzer getWrappedAnalyzer(String fieldName) {
            return shared;
        }
    }
}
