package dev.lotse.gateway.http;

import dev.lotse.benchmarks.micro.SearchBody;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.provider.transport.SseParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What HTTP costs besides the server: reading a request's JSON, writing ten hits, an answer's events, reading a provider's events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {
    private static final byte[] REQUEST = """
            {"q": "zählerstand nach dem umzug melden", "page": 0, "hitsPerPage": 10, "lang": "auto", "mode": "hybrid",
             "filters": "tag:handbuch AND NOT tag:archiv", "facets": ["tag", "lang"], "rerank": "auto", "timeoutMs": 1500}
            """.getBytes(StandardCharsets.UTF_8);
    private static final int DELTAS = 40;

    private final byte[] stream = stream();

    @SuppressWarnings("NullAway.Init") // set up before each run
    private SearchBody search;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private AnswerOutcome.Answered answer;

    /** Searches the demo site and checks one result of each. */
    @Setup
    public void make() throws IOException, SseParser.SseException {
        search = SearchBody.make();
        List<Source> sources = new ArrayList<>();
        List<AnswerOutcome.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sources.add(new Source(
                    i + 1,
                    search.answer().result().hits().get(i).page(),
                    "Melden Sie den Zählerstand am Tag der Übergabe."));
            pieces.add(new AnswerOutcome.Piece("Melden Sie den Zählerstand am Tag der Übergabe.", List.of(i + 1)));
        }
        answer = new AnswerOutcome.Answered(
                search.answer(), sources, pieces, 0.83, AnswerOutcome.Author.local("local"), false);
        check(decode().request().query().equals("zählerstand nach dem umzug melden"), "the request");
        check(new String(encode(), StandardCharsets.UTF_8).contains("\"hits\":[{\"objectID\""), "the response");
        check(events().size() == 5, "the events");
        check(readEvents() == DELTAS, "the stream");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what + " is not what it should be");
        }
    }

    /** A search from JSON, checked. */
    @Benchmark
    public SearchFields.Parsed decode() {
        return JsonSearchFields.read(REQUEST).check("demo", Duration.ofSeconds(1));
    }

    /** Ten hits to JSON. */
    @Benchmark
    public byte[] encode() {
        return SearchJson.answer(search.request(), search.answer(), SiteSettings.STANDARD, 3);
    }

    /** An answer of three sentences to its events. */
    @Benchmark
    public List<AnswerJson.Event> events() {
        return new AnswerJson(SiteSettings.STANDARD, "0123456789abcdef").events(answer, Served.Status.MISS);
    }

    /** Forty deltas of a provider from bytes. */
    @Benchmark
    public int readEvents() throws SseParser.SseException {
        SseParser parser = new SseParser(64 * 1024);
        parser.feed(ByteBuffer.wrap(stream));
        int events = 0;
        while (parser.next() != null) {
            events++;
        }
        return events;
    }

    private static byte[] stream() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < DELTAS; i++) {
            text.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" Zählerstand\"}}]}\n\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
