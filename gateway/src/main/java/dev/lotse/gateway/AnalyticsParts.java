package dev.lotse.gateway;

import dev.lotse.gateway.analytics.AnalyticsSettings;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.analytics.EventObserver;
import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.analytics.QueryCleaner;
import dev.lotse.gateway.analytics.Reformulations;
import dev.lotse.gateway.analytics.Suggestions;
import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.AnswerObserver;
import dev.lotse.gateway.http.AnswerRecorder;
import dev.lotse.gateway.http.EventRoutes;
import dev.lotse.gateway.http.FeedbackRoutes;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchListener;
import dev.lotse.gateway.http.SearchRecorder;
import dev.lotse.gateway.http.admin.AdminAccess;
import dev.lotse.gateway.http.admin.AnalyticsRoutes;
import dev.lotse.gateway.http.admin.VisitRoutes;
import dev.lotse.gateway.release.StoreException;
import dev.lotse.gateway.retrieval.SearchEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what visitors do, shows it to editors, and forgets it in time. Thread-safe. */
final class AnalyticsParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyticsParts.class);

    private final AnalyticsSettings settings;
    private final EventStore store;
    private final InstantSource clock;
    private final QueryCleaner cleaner = new QueryCleaner();
    private final EventIntake intake;
    private final AnswerRecorder answers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-retention").factory());

    AnalyticsParts(AnalyticsSettings settings, EventStore store, EventObserver observer, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        intake = new EventIntake(store, observer);
        answers = new AnswerRecorder(intake, cleaner, clock);
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::expire, 1, 60, TimeUnit.MINUTES);
    }

    /** Hears of every search. */
    SearchListener listener() {
        return settings.enabled() ? new SearchRecorder(intake, cleaner, clock) : SearchListener.NONE;
    }

    /** Hears of every answer. */
    AnswerObserver answers() {
        return settings.enabled() ? answers : AnswerObserver.NONE;
    }

    /** Events in, sums out. Without analytics nothing comes in. */
    List<Route> routes(AdminAccess access, Workspace workspace) {
        SearchEngine engine = workspace.engine();
        List<Route> routes = new ArrayList<>();
        if (settings.enabled()) {
            routes.addAll(new EventRoutes(engine, intake, cleaner, new Reformulations(), clock).routes());
            routes.addAll(new FeedbackRoutes(engine, intake, answers).routes());
        }
        Suggestions suggestions = new Suggestions(store, workspace.search(), NanoClock.SYSTEM);
        routes.addAll(new VisitRoutes(access, engine, store, clock).routes());
        routes.addAll(new AnalyticsRoutes(access, engine, store, suggestions, clock).routes());
        return routes;
    }

    private void expire() {
        try {
            Instant now = clock.instant();
            int rows = store.expire(
                    now.minus(Duration.ofDays(settings.searchDays())), now.minus(Duration.ofDays(settings.sumDays())));
            LOG.debug("{} rows of analytics were old enough to be forgotten", rows);
        } catch (StoreException e) {
            LOG.warn("old events cannot be forgotten now: {}", e.getMessage());
        } catch (RuntimeException e) {
            // A timer that throws never runs again.
            LOG.error("forgetting old events failed and goes on", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        intake.close();
    }
}
