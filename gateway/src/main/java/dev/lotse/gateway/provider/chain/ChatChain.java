package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import java.util.List;

/**
 * Chat across several targets. Falls back also when an answer breaks off in mid-stream: the caller is told to drop what it has,
 * and the next target answers within the same deadline. Thread-safe; calls block, so they belong on virtual threads.
 */
public final class ChatChain {
    private final ChainConfig config;
    private final Selector<ChatProvider> selector;
    private final Stickiness stickiness;
    private final ChainParts parts;
    private final String version;

    /** @param targets one for each step of the configuration, in its order */
    public ChatChain(ChainConfig config, List<Target<ChatProvider>> targets, ChainParts parts) {
        this.config = config;
        this.stickiness = new Stickiness(config.stickyFor(), parts.clock());
        this.selector = new Selector<>(config, targets, stickiness, parts.random());
        this.parts = parts;
        this.version = config + " "
                + targets.stream()
                        .map(target -> target.id() + "=" + target.providerName() + "/" + target.model())
                        .toList();
    }

    /** What clients name as the model. */
    public String name() {
        return config.name();
    }

    /** Changes with the settings of the chain and the models that it asks. */
    public String version() {
        return version;
    }

    /**
     * Asks the targets until one has answered.
     *
     * @param consumer sees the answer as it arises; for a request that is not streamed, still an answer may be reset
     */
    public ChainOutcome<Completion> chat(ChatRequest request, CallContext context, StreamEvent.Consumer consumer) {
        var demand = Demand.of(request, config.expectedOutputTokens());
        var journey = new Journey<>(config, context, demand, selector.select(context, demand), parts);
        var stream = new FencedStream(consumer, parts.clock());
        var race = new ChatRace(config, request, journey, stream);
        try {
            while (!stream.callerGone()) {
                var admission = journey.next();
                if (admission == null) {
                    return journey.unserved(false);
                }
                var answer = race.run(admission);
                if (answer != null) {
                    return served(answer, context, journey);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return journey.unserved(true);
    }

    private ChainOutcome<Completion> served(
            ChatRace.Answer answer, CallContext context, Journey<ChatProvider> journey) {
        var target = answer.target();
        if (context.conversation() != null) {
            stickiness.answered(context.conversation(), target.id());
        }
        return new ChainOutcome.Served<>(
                answer.completion(),
                target.providerName(),
                answer.completion().model(),
                answer.usage(),
                journey.attempts());
    }
}
