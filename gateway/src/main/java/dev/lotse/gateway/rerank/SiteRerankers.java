package dev.lotse.gateway.rerank;

import dev.lotse.gateway.rerank.RerankSettings.Wanted;
import dev.lotse.models.ModelException;
import dev.lotse.models.PairScorer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Each site's reranker as configured: features, a cross-encoder, or a chain of providers. A cross-encoder is opened with the first
 * search that wants it, which does without. Thread-safe.
 */
public final class SiteRerankers implements Reranker, AutoCloseable {
    private final RerankSettings settings;
    private final Reranker features;
    private final Function<String, PairScorer> open;
    private final Map<String, Opening> crossEncoders = new ConcurrentHashMap<>();
    private final Map<String, TextScorer> chains = new ConcurrentHashMap<>();

    /**
     * @param features for sites that want it; closed by whoever made it
     * @param open opens a cross-encoder by its id; throws {@link ModelException} where it cannot
     */
    public SiteRerankers(RerankSettings settings, Reranker features, Function<String, PairScorer> open) {
        this.settings = settings;
        this.features = features;
        this.open = open;
    }

    /** Makes chains known from now on; without it, as in commands that ask no provider, they cannot be used. */
    public void chains(Map<String, TextScorer> known) {
        chains.putAll(known);
    }

    @Override
    public Choice choose(String site, String lang, String encoder) {
        if (!settings.enabled()) {
            return new Choice.Skip("rerank.mode is off");
        }
        Wanted wanted = settings.of(site);
        return switch (wanted.model()) {
            case RerankModel.Features unused -> features.choose(site, lang, encoder);
            case RerankModel.CrossEncoder(String model) -> crossEncoder(model, wanted.depth());
            case RerankModel.Chain(String name) -> {
                TextScorer scorer = chains.get(name);
                yield scorer == null
                        ? new Choice.Broken("the chain " + name + " is not there in this command")
                        : new Choice.Texts("chain:" + name, wanted.depth(), scorer);
            }
        };
    }

    private Choice crossEncoder(String model, int depth) {
        Opening opening = crossEncoders.computeIfAbsent(model, id -> new Opening(() -> open.apply(id)));
        return opening.choice(model, depth);
    }

    @Override
    public String fingerprint(String site) {
        Wanted wanted = settings.of(site);
        return !settings.enabled() || wanted.model() instanceof RerankModel.Features
                ? features.fingerprint(site)
                : wanted.toString();
    }

    @Override
    public void close() {
        List<Opening> all = new ArrayList<>(crossEncoders.values());
        crossEncoders.clear();
        all.forEach(Opening::close);
        chains.clear();
    }

    /** A model that is being loaded beside the searches: a second of loading must not become a second of waiting. */
    private static final class Opening {
        private final Thread thread;
        private final Map<String, Object> result = new HashMap<>();

        private Opening(Supplier<PairScorer> open) {
            thread = Thread.ofVirtual().name("open cross-encoder").start(() -> run(open));
        }

        private void run(Supplier<PairScorer> open) {
            Object opened;
            try {
                opened = open.get();
            } catch (ModelException e) {
                opened = String.valueOf(e.getMessage());
            }
            synchronized (result) {
                result.put("opened", opened);
            }
        }

        private Choice choice(String model, int depth) {
            synchronized (result) {
                return switch (result.get("opened")) {
                    case PairScorer scorer ->
                        new Choice.Texts(scorer.model().versionedId(), depth, new CrossEncoderScorer(() -> scorer));
                    case String problem -> new Choice.Broken(problem);
                    case null, default -> new Choice.Broken("the cross-encoder " + model + " is still being loaded");
                };
            }
        }

        private void close() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (result) {
                if (result.get("opened") instanceof PairScorer scorer) {
                    scorer.close();
                }
            }
        }
    }
}
