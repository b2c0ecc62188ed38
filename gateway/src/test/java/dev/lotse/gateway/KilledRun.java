package dev.lotse.gateway;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.run.DefaultIngestService;
import dev.lotse.gateway.ingest.run.IngestSettings;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelSpec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A run of ingest on real files in a process of its own, which says when it has come to the moment that it is told and waits there
 * to be killed, except while it publishes, which goes on.
 */
final class KilledRun {
    static final String SITE = "site";
    static final String REACHED = "reached the moment";
    static final int PAGES = 600;

    /** When a run is to be killed. */
    enum Moment {
        ENCODING,
        WRITING,
        BEFORE_PUBLISHING,
        WHILE_PUBLISHING,
        AFTER_PUBLISHING
    }

    private KilledRun() {}

    /** Arguments: the folder of sites and the moment. */
    public static void main(String[] arguments) {
        Path sites = Path.of(arguments[0]);
        Moment moment = Moment.valueOf(arguments[1]);
        try (SearchEngine engine = new LuceneEngine(sites, Duration.ofHours(1))) {
            CountingEncoder encoder = new CountingEncoder(count -> {
                if (moment == Moment.ENCODING && count == 400) {
                    stop();
                }
            });
            run(sites, stopping(engine, moment), encoder, "new", PAGES);
        }
    }

    static IngestService.Report run(Path sites, SearchEngine engine, Encoder encoder, String words, int pages) {
        return new DefaultIngestService(sites, engine, encoder, IngestSettings.defaults(), NanoClock.SYSTEM)
                .run(SITE, new Pages(words, pages), progress -> {});
    }

    private static void say() {
        System.out.println(REACHED);
        System.out.flush();
    }

    private static void stop() {
        say();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SearchEngine stopping(SearchEngine engine, Moment moment) {
        return wrap(SearchEngine.class, engine, (proxy, method, arguments) -> {
            Object answer = method.invoke(engine, arguments);
            return answer instanceof GenerationWriter writer ? stopping(writer, moment) : answer;
        });
    }

    private static GenerationWriter stopping(GenerationWriter writer, Moment moment) {
        AtomicInteger added = new AtomicInteger();
        return wrap(GenerationWriter.class, writer, (proxy, method, arguments) -> {
            boolean publishing = method.getName().equals("publish");
            if (publishing && moment == Moment.BEFORE_PUBLISHING) {
                stop();
            }
            if (publishing && moment == Moment.WHILE_PUBLISHING) {
                say();
            }
            Object answer = method.invoke(writer, arguments);
            if (publishing && moment == Moment.AFTER_PUBLISHING) {
                stop();
            }
            if (method.getName().equals("add") && moment == Moment.WRITING && added.incrementAndGet() == 300) {
                stop();
            }
            return answer;
        });
    }

    private static <T> T wrap(Class<T> port, T behind, InvocationHandler handler) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        return handler.invoke(behind, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    /** Pages of one passage each, no two alike. */
    private record Pages(String words, int count) implements PageSource {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public long expected() {
            return count;
        }

        @Override
        public void read(Consumer<SourceEvent> events) {
            for (int i = 0; i < count; i++) {
                events.accept(new SourceEvent.Found(new Page(
                        "page-" + i,
                        "page-" + i,
                        "Title " + i,
                        List.of(),
                        "en",
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(new Page.Section(List.of(), words + " text of number " + i + ".")),
                        List.of(new Page.Link("page-" + (i + 1) % count, "link " + i)),
                        name())));
            }
        }
    }

    /** Counts passages and tells each count. */
    static final class CountingEncoder implements Encoder {
        private final HashingEncoder encoder = new HashingEncoder();
        private final AtomicInteger count = new AtomicInteger();
        private final Consumer<Integer> told;

        CountingEncoder(Consumer<Integer> told) {
            this.told = told;
        }

        int count() {
            return count.get();
        }

        @Override
        public ModelSpec model() {
            return encoder.model();
        }

        @Override
        public Encoding encodeQuery(String text, boolean tokens) {
            return encoder.encodeQuery(text, tokens);
        }

        @Override
        public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
            texts.forEach(text -> told.accept(count.incrementAndGet()));
            return encoder.encodePassages(texts, tokens);
        }

        @Override
        public int countTokens(String text) {
            return encoder.countTokens(text);
        }

        @Override
        public void close() {
            encoder.close();
        }
    }
}
