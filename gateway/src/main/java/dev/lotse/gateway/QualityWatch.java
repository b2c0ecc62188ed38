package dev.lotse.gateway;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.JudgementException;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.eval.JudgementStore.Quality;
import dev.lotse.gateway.eval.JudgementStore.Unmeasured;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.preview.Drafts;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.StoreException;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchService;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures each release once it is in force, beside the visitors, so that publishing does not wait for it. */
final class QualityWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QualityWatch.class);
    private static final int SECONDS = 2;

    private final JudgementStore store;
    private final Drafts drafts;
    private final Function<RuleSource, SearchService> pipelines;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-quality").factory());

    /** What could not be measured: told once, and not tried again until the next start. */
    private final Set<Unmeasured> given = new HashSet<>();

    QualityWatch(
            JudgementStore store, Drafts drafts, Function<RuleSource, SearchService> pipelines, InstantSource clock) {
        this.store = store;
        this.drafts = drafts;
        this.pipelines = pipelines;
        this.clock = clock;
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            for (Unmeasured due : store.unmeasured()) {
                if (!given.contains(due)) {
                    measure(due);
                }
            }
        } catch (StoreException e) {
            LOG.debug("the quality of releases cannot be looked at now", e);
        } catch (RuntimeException e) {
            // A timer that throws never runs again.
            LOG.error("the watch of quality failed and goes on", e);
        }
    }

    private void measure(Unmeasured due) {
        Judgements judgements = Judgements.of(store.judged(due.site()));
        try {
            CompiledRules rules = drafts.release(due.site(), due.release());
            Evaluation.Result result = new Evaluation(pipelines.apply(site -> rules), NanoClock.SYSTEM)
                    .run(new Evaluation.Plan(due.site(), null, SearchMode.HYBRID), judgements, (done, of) -> {});
            store.record(
                    due.site(),
                    new Quality(
                            due.release(),
                            clock.instant(),
                            result.queries().size(),
                            result.mean().ndcg10()));
        } catch (JudgementException | ReleaseException e) {
            given.add(due);
            LOG.warn("release {} of site '{}' cannot be measured: {}", due.release(), due.site(), e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
