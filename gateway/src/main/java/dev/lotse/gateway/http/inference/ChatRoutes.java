package dev.lotse.gateway.http.inference;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.FieldErrors;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.inference.InferenceAccess.Caller;
import dev.lotse.gateway.http.inference.InferenceSettings.OnCut;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.ChatChain;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** {@code POST /v1/chat/completions} in OpenAI's shape, over a chain of models. Thread-safe. */
public final class ChatRoutes {
    private static final HeaderName ON_CUT = HeaderNames.create("X-Lotse-On-Cut");

    private final ChainDirectory chains;
    private final InferenceSettings settings;
    private final InferenceAccess access;
    private final NanoClock clock;
    private final InstantSource wallClock;
    private final RandomGenerator random;

    /** @param random makes the ids of answers */
    public ChatRoutes(
            ChainDirectory chains,
            InferenceSettings settings,
            InferenceAccess access,
            NanoClock clock,
            InstantSource wallClock,
            RandomGenerator random) {
        this.chains = chains;
        this.settings = settings;
        this.access = access;
        this.clock = clock;
        this.wallClock = wallClock;
        this.random = random;
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/chat/completions", access.guard(this::chat)));
    }

    private void chat(ServerRequest request, ServerResponse response, Caller caller) {
        long start = clock.nanos();
        OnCut onCut = onCut(request);
        ChatFields fields = ChatFields.read(JsonBody.read(request, settings.maxBody()));
        ChatChain chain = chains.chat(fields.model())
                .orElseThrow(
                        () -> InferenceErrors.unknownModel(fields.model(), chains.names(ChainDirectory.Kind.CHAT)));
        CallContext context = caller.context(request, fields.conversation(), Deadline.in(settings.timeout(), clock));
        String id = "chatcmpl-" + HexFormat.of().toHexDigits(random.nextLong());
        long created = wallClock.instant().getEpochSecond();
        if (fields.request().stream()) {
            ChatStream stream = new ChatStream(response, onCut, fields.includeUsage(), id, created);
            stream.end(chain.chat(fields.request(), context, stream));
            return;
        }
        CollectedAnswer answer = new CollectedAnswer();
        ChainOutcome<Completion> outcome = chain.chat(fields.request(), context, answer);
        AttemptHeaders.send(
                response,
                outcome,
                clock.nanos() - start,
                served -> new ChatJson(id, created).completion(served, answer));
    }

    private OnCut onCut(ServerRequest request) {
        String wanted = request.headers().first(ON_CUT).orElse(null);
        if (wanted == null) {
            return settings.onCut();
        }
        for (OnCut known : OnCut.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(wanted.strip().toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        FieldErrors errors = new FieldErrors();
        errors.bad("X-Lotse-On-Cut", wanted, "error, reset, hold");
        errors.throwIfAny();
        return settings.onCut();
    }
}
