package dev.lotse.gateway.trace;

import dev.lotse.gateway.provider.chain.Attempt;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Traces over OTLP/HTTP, batched and sent by a thread of their own; a collector that is away costs spans and nothing else. Calls to
 * models carry the attributes of OpenTelemetry's semantic conventions for generative AI.
 */
public final class OtlpTraces implements Traces {
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);
    private static final int SERVER_ERROR = 500;

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    @SuppressWarnings("ThreadLocalUsage") // there is one of these for the life of the process, and no static state here
    private final ThreadLocal<Ids> current = new ThreadLocal<>();

    private final RequestIds ids = new RequestIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final double sample;
    private final InstantSource wallClock;

    /** @param endpoint the collector's whole address */
    public OtlpTraces(URI endpoint, TraceSettings settings, InstantSource wallClock) {
        this.sample = settings.sample();
        this.wallClock = wallClock;
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(SEND_WITHIN);
        settings.token().ifPresent(token -> exporter.addHeader("Authorization", "Bearer " + token.value()));
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, settings.service()))))
                .setIdGenerator(ids)
                // Whether a request is recorded was decided before anything gets here.
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(SEND_EVERY)
                        .setExporterTimeout(SEND_WITHIN)
                        .build())
                .build();
        this.tracer = provider.get("dev.lotse.gateway");
    }

    /** Those that settings ask for. */
    public static Traces of(TraceSettings settings, InstantSource wallClock) {
        return settings.endpoint()
                .<Traces>map(endpoint -> new OtlpTraces(endpoint, settings, wallClock))
                .orElse(NONE);
    }

    /** A caller decides for its trace; of those that begin here, gateways that see the same trace decide alike. */
    @Override
    public boolean records(Ids ids, boolean sampled) {
        if (ids.parentId() != null) {
            return sampled;
        }
        long random = HexFormat.fromHexDigitsToLong(ids.traceId(), 16, 32) >>> 1;
        return random < sample * Long.MAX_VALUE;
    }

    @Override
    public void begin(Ids of) {
        current.set(of);
    }

    @Override
    public void end(Ids of, Request request) {
        current.remove();
        SpanBuilder builder = tracer.spanBuilder(request.method() + " " + request.route())
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.method())
                .setAttribute("http.route", request.route())
                .setAttribute("http.response.status_code", (long) request.status());
        String parent = of.parentId();
        builder.setParent(parent == null ? Context.root() : context(of.traceId(), parent));
        Span span = ids.with(of, () -> started(builder, request.nanos()));
        if (request.status() >= SERVER_ERROR) {
            span.setAttribute(ERROR, Integer.toString(request.status()));
            span.setStatus(StatusCode.ERROR);
        }
        end(span);
    }

    @Override
    public void searched(String site, SearchOutcome outcome, long nanos) {
        Ids of = current.get();
        if (of == null) {
            return;
        }
        SpanBuilder builder = child(of, "search").setAttribute("lotse.site", site);
        if (outcome instanceof SearchOutcome.Answered answered) {
            builder.setAttribute("lotse.search.lang", answered.lang());
            builder.setAttribute("lotse.search.hits", answered.result().total());
            answered.timings()
                    .forEach((step, took) ->
                            builder.setAttribute("lotse.search." + step.wireName() + ".ms", took.toNanos() / 1e6));
            builder.setAttribute(
                    AttributeKey.stringArrayKey("lotse.search.degraded"),
                    answered.degraded().stream().map(Step::wireName).toList());
        }
        Span span = started(builder, nanos);
        String error = switch (outcome) {
            case SearchOutcome.Answered unused -> null;
            case SearchOutcome.UnknownSite unused -> "unknown_site";
            case SearchOutcome.Invalid unused -> "invalid";
            case SearchOutcome.Unavailable unused -> "unavailable";
        };
        failed(span, error);
        end(span);
    }

    @Override
    public void attempted(Operation operation, Attempt attempt) {
        Ids of = current.get();
        if (of == null || !attempt.called()) {
            return;
        }
        String requested = attempt.target().substring(attempt.target().indexOf('/') + 1);
        SpanBuilder builder = child(of, operation.name() + " " + requested)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", operation.name())
                .setAttribute("gen_ai.provider.name", operation.system())
                .setAttribute("gen_ai.request.model", requested)
                .setAttribute("gen_ai.response.model", attempt.model())
                .setAttribute("gen_ai.usage.input_tokens", attempt.usage().prompt())
                .setAttribute("gen_ai.usage.output_tokens", attempt.usage().output())
                .setAttribute("lotse.provider", attempt.provider())
                .setAttribute("lotse.attempt", (long) attempt.number())
                .setAttribute("lotse.cost", attempt.cost().amount().doubleValue());
        Duration firstToken = attempt.firstToken();
        if (firstToken != null) {
            builder.setAttribute("lotse.first_token.ms", firstToken.toNanos() / 1e6);
        }
        Span span = started(builder, attempt.duration().toNanos());
        failed(
                span,
                attempt.outcome() instanceof Attempt.Failed failed
                        ? failed.error().kind()
                        : null);
        end(span);
    }

    private static void failed(Span span, @Nullable String error) {
        if (error != null) {
            span.setAttribute(ERROR, error);
            span.setStatus(StatusCode.ERROR);
        }
    }

    private SpanBuilder child(Ids of, String name) {
        return tracer.spanBuilder(name).setParent(context(of.traceId(), of.spanId()));
    }

    private static Context context(String traceId, String spanId) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault())));
    }

    /** What has ended began so long ago. */
    private Span started(SpanBuilder builder, long nanos) {
        return builder.setStartTimestamp(epochNanos() - nanos, TimeUnit.NANOSECONDS)
                .startSpan();
    }

    private void end(Span span) {
        span.end(epochNanos(), TimeUnit.NANOSECONDS);
    }

    private long epochNanos() {
        Instant now = wallClock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public void close() {
        provider.shutdown().join(SEND_WITHIN.toSeconds(), TimeUnit.SECONDS);
    }

    /** Random ids, but for the span of a request, whose ids callers and logs know already. */
    private static final class RequestIds implements IdGenerator {
        private final IdGenerator random = IdGenerator.random();

        @SuppressWarnings("ThreadLocalUsage") // as above
        private final ThreadLocal<Ids> given = new ThreadLocal<>();

        private Span with(Ids ids, Supplier<Span> start) {
            given.set(ids);
            try {
                return start.get();
            } finally {
                given.remove();
            }
        }

        @Override
        public String generateSpanId() {
            Ids ids = given.get();
            return ids == null ? random.generateSpanId() : ids.spanId();
        }

        @Override
        public String generateTraceId() {
            Ids ids = given.get();
            return ids == null ? random.generateTraceId() : ids.traceId();
        }
    }
}
