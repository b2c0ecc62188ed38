package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one target or, with hedging, a second beside it when the first is slow to begin. Whoever delivers first has the stream; the
 * other is interrupted. It always waits for both to end, so that nothing runs on after the request. Not thread-safe.
 */
final class ChatRace {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRace.class);

    private final ChainConfig config;
    private final ChatRequest request;
    private final Journey<ChatProvider> journey;
    private final FencedStream stream;

    ChatRace(ChainConfig config, ChatRequest request, Journey<ChatProvider> journey, FencedStream stream) {
        this.config = config;
        this.request = request;
        this.journey = journey;
        this.stream = stream;
    }

    /** A whole answer that the caller has. */
    record Answer(Target<ChatProvider> target, Completion completion, Usage usage) {}

    /** Makes the call, and another beside it where configured; null where neither answered. */
    @Nullable
    Answer run(Admission<ChatProvider> admission) throws InterruptedException {
        if (config.hedgeAfter() == null || !journey.hasOthers()) {
            var fence = stream.fence(admission, () -> {});
            return settle(admission, fence, call(admission, fence));
        }
        return hedged(admission, config.hedgeAfter().toNanos());
    }

    private @Nullable Answer hedged(Admission<ChatProvider> admission, long patience) throws InterruptedException {
        var signals = new LinkedBlockingQueue<Signal>();
        var runners = new ArrayList<Runner>();
        runners.add(start(admission, signals));
        int running = 1;
        boolean interrupted = false;
        Answer answer = null;
        boolean mayHedge = true;
        while (running > 0) {
            try {
                var signal = mayHedge ? signals.poll(patience, TimeUnit.NANOSECONDS) : signals.take();
                mayHedge = false;
                switch (signal) {
                    case null -> {
                        var beside = journey.nextBeside(admission.target());
                        if (beside != null) {
                            runners.add(start(beside, signals));
                            running++;
                        }
                    }
                    case First first -> interruptOthers(runners, first.runner());
                    case Ended ended -> {
                        running--;
                        var settled = settle(ended.runner().admission, ended.runner().fence, ended.result());
                        if (settled != null) {
                            answer = settled;
                            interruptOthers(runners, ended.runner());
                        }
                    }
                }
            } catch (InterruptedException e) {
                interrupted = true;
                mayHedge = false;
                runners.forEach(runner -> runner.thread.interrupt());
            }
        }
        if (interrupted && answer == null) {
            throw new InterruptedException();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private Runner start(Admission<ChatProvider> admission, LinkedBlockingQueue<Signal> signals) {
        var runner = new Runner(admission, signals);
        runner.thread.start();
        return runner;
    }

    private static void interruptOthers(List<Runner> runners, Runner winner) {
        for (var runner : runners) {
            if (runner != winner) {
                runner.thread.interrupt();
            }
        }
    }

    private Result<Completion> call(Admission<ChatProvider> admission, FencedStream.Fence fence) {
        var target = admission.target();
        try {
            return target.provider().chat(target.model(), request, admission.limits(), fence);
        } catch (RuntimeException e) {
            // A defect of an adapter must not take the request down while another target could answer.
            LOG.error("The adapter of provider {} failed", target.providerName(), e);
            return new Result.Failed<>(new ProviderError.Malformed("the adapter failed"));
        }
    }

    private @Nullable Answer settle(
            Admission<ChatProvider> admission, FencedStream.Fence fence, Result<Completion> result) {
        var target = admission.target();
        if (result instanceof Result.Ok<Completion> ok && fence.complete()) {
            journey.ended(admission, ok, ok.value().model(), fence.firstToken(), true);
            return new Answer(target, ok.value(), ok.usage());
        }
        var failed = switch (result) {
            case Result.Failed<Completion> failure -> failure;
            case Result.Ok<Completion> late ->
                new Result.Failed<Completion>(new ProviderError.Cancelled(), late.usage());
        };
        fence.fail(failed.error());
        journey.ended(admission, failed, target.model(), fence.firstToken(), fence.delivered());
        return null;
    }

    private final class Runner {
        private final Admission<ChatProvider> admission;
        private final FencedStream.Fence fence;
        private final Thread thread;

        private Runner(Admission<ChatProvider> admission, LinkedBlockingQueue<Signal> signals) {
            this.admission = admission;
            this.fence = stream.fence(admission, () -> signals.add(new First(this)));
            this.thread = Thread.ofVirtual()
                    .name("ask-" + admission.target().id())
                    .unstarted(() -> signals.add(new Ended(this, call(admission, fence))));
        }
    }

    private sealed interface Signal {}

    private record First(Runner runner) implements Signal {}

    private record Ended(Runner runner, Result<Completion> result) implements Signal {}
}
