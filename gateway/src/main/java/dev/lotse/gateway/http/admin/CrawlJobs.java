package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crawls that administrators started, each on a thread of its own, at most one per site at a time. The last ones are remembered
 * until the process ends. Thread-safe.
 */
public final class CrawlJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlJobs.class);
    private static final int REMEMBERED = 50;
    private static final long CLOSE_MILLIS = 5000;

    private final IngestService ingest;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Deque<Job> jobs = new ArrayDeque<>();

    public CrawlJobs(IngestService ingest, InstantSource clock, RandomGenerator random) {
        this.ingest = ingest;
        this.clock = clock;
        this.random = random;
    }

    /** How far a job is. */
    public enum State {
        RUNNING,
        CANCELLING,
        DONE,
        CANCELLED,
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOver() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }
    }

    /** One crawl. Its values change while it runs. */
    static final class Job {
        private final String id;
        private final String site;
        private final String url;
        private final Instant startedAt;
        private volatile State state = State.RUNNING;
        private volatile IngestService.@Nullable Progress progress;
        private volatile IngestService.@Nullable Report report;
        private volatile @Nullable String failure;
        private @Nullable Thread thread;

        Job(String id, String site, String url, Instant startedAt) {
            this.id = id;
            this.site = site;
            this.url = url;
            this.startedAt = startedAt;
        }

        String id() {
            return id;
        }

        String site() {
            return site;
        }

        String url() {
            return url;
        }

        Instant startedAt() {
            return startedAt;
        }

        State state() {
            return state;
        }

        IngestService.@Nullable Progress progress() {
            return progress;
        }

        IngestService.@Nullable Report report() {
            return report;
        }

        @Nullable
        String failure() {
            return failure;
        }
    }

    /**
     * Starts a crawl.
     *
     * @param source makes the source; it is closed at the end
     * @return empty where a crawl of the site is under way
     */
    synchronized Optional<Job> start(String site, String url, Supplier<PageSource> source) {
        if (jobs.stream()
                .anyMatch(job -> job.site().equals(site) && !job.state().isOver())) {
            return Optional.empty();
        }
        Job job = new Job(HexFormat.of().toHexDigits(random.nextLong()), site, url, clock.instant());
        jobs.addFirst(job);
        while (jobs.size() > REMEMBERED && jobs.getLast().state().isOver()) {
            jobs.removeLast();
        }
        job.thread = Thread.ofPlatform().daemon().name("lotse-crawl-" + site).start(() -> run(job, source));
        return Optional.of(job);
    }

    /** The jobs of a site that are remembered, the latest first. */
    synchronized List<Job> of(String site) {
        return jobs.stream().filter(job -> job.site().equals(site)).toList();
    }

    Optional<Job> find(String site, String id) {
        return of(site).stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** Asks a job to stop; the serving index stays as it is. A job that is over stays what it is. */
    synchronized void cancel(Job job) {
        if (job.state() == State.RUNNING) {
            job.state = State.CANCELLING;
            if (job.thread != null) {
                job.thread.interrupt();
            }
        }
    }

    /** Cancels all and waits a few seconds for them. */
    @Override
    public void close() {
        List<Job> running;
        synchronized (this) {
            running = jobs.stream().filter(job -> !job.state().isOver()).toList();
        }
        running.forEach(this::cancel);
        for (Job job : running) {
            Thread thread = job.thread;
            if (thread != null) {
                try {
                    thread.join(CLOSE_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void run(Job job, Supplier<PageSource> source) {
        try (PageSource pages = source.get()) {
            IngestService.Report report = ingest.run(job.site(), pages, progress -> job.progress = progress);
            job.report = report;
            end(job, State.DONE);
        } catch (IngestException e) {
            job.failure = e.getMessage();
            end(job, State.FAILED);
        } catch (RuntimeException e) {
            LOG.error("crawl {} of site '{}' failed", job.id(), job.site(), e);
            job.failure = "Something failed on the server; the log has the cause";
            end(job, State.FAILED);
        }
    }

    private synchronized void end(Job job, State state) {
        if (job.state() == State.CANCELLING && state == State.FAILED) {
            job.failure = null;
            job.state = State.CANCELLED;
        } else {
            job.state = state;
        }
    }
}
