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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
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
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** When what could not be measured is tried again: a search engine that was down comes back. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final JudgementStore store;
    private final Drafts drafts;
    private final Function<RuleSource, SearchService> pipelines;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-quality").factory());

    /** What could not be measured, which is told once, and when it may be tried again. */
    private final Map<Unmeasured, Instant> failed = new HashMap<>();

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
                Instant again = failed.get(due);
                if (again == null || !clock.instant().isBefore(again)) {
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

    /** Whatever fails, the other sites must not wait for it. */
    private void measure(Unmeasured due) {
        try {
            Judgements judgements = Judgements.of(store.judged(due.site()));
            CompiledRules rules = drafts.release(due.site(), due.release());
            Evaluation.Result result = new Evaluation(pipelines.apply(site -> rules), NanoClock.SYSTEM)
                    .run(new Evaluation.Plan(due.site(), null, SearchMode.HYBRID), judgements, (done, of) -> goOn());
            store.record(
                    due.site(),
                    new Quality(
                            due.release(),
                            clock.instant(),
                            result.queries().size(),
                            result.mean().ndcg10()));
        } catch (CancellationException e) {
            LOG.debug("release {} of site '{}' is measured after the next start", due.release(), due.site());
        } catch (JudgementException | ReleaseException | StoreException e) {
            if (isFirst(due)) {
                LOG.warn("release {} of site '{}' cannot be measured: {}", due.release(), due.site(), e.getMessage());
            }
        } catch (RuntimeException e) {
            if (isFirst(due)) {
                LOG.error("release {} of site '{}' cannot be measured", due.release(), due.site(), e);
            }
        }
    }

    private boolean isFirst(Unmeasured due) {
        return failed.put(due, clock.instant().plus(PAUSE)) == null;
    }

    private void goOn() {
        if (timer.isShutdown()) {
            throw new CancellationException();
        }
    }

    /** Waits for the search that is running, whose index and models are closed next. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
