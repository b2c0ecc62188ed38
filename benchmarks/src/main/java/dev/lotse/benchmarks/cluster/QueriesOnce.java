package dev.lotse.benchmarks.cluster;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelSpec;
import dev.lotse.models.TokenProjection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Encodes each query once, so that two engines get the same vector and the time is spent once. Thread-safe. */
final class QueriesOnce implements Encoder {
    private final Encoder encoder;
    private final Map<String, Encoding> known = new ConcurrentHashMap<>();

    QueriesOnce(Encoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public ModelSpec model() {
        return encoder.model();
    }

    @Override
    public Encoding encodeQuery(String text, boolean tokens) {
        return known.computeIfAbsent(tokens + text, key -> encoder.encodeQuery(text, tokens));
    }

    @Override
    public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
        return encoder.encodePassages(texts, tokens);
    }

    @Override
    public int countTokens(String text) {
        return encoder.countTokens(text);
    }

    @Override
    public Optional<TokenProjection> projection() {
        return encoder.projection();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
