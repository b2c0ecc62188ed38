package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Usage;

/**
 * Hands pieces of an answer on, keeps the response's clock going, and counts what was delivered, so that a call that breaks off
 * can still be charged. Not thread-safe.
 */
public final class Delivery {
    private final ChatSink sink;
    private final UpstreamResponse response;
    private long characters;

    public Delivery(ChatSink sink, UpstreamResponse response) {
        this.sink = sink;
        this.response = response;
    }

    /**
     * Delivers a piece.
     *
     * @throws UpstreamException with {@link ProviderError.Cancelled} when no more is wanted
     */
    public void deliver(ChatEvent event) throws UpstreamException {
        response.progress();
        characters += switch (event) {
            case ChatEvent.Delta delta -> delta.text().length();
            case ChatEvent.Reasoning reasoning -> reasoning.text().length();
            case ChatEvent.ToolCallDelta call -> call.arguments().length();
        };
        if (!sink.accept(event)) {
            throw new UpstreamException(new ProviderError.Cancelled());
        }
    }

    /** What the provider will charge for a prompt of this length and what was delivered so far. */
    public Usage estimate(long promptCharacters) {
        return Usage.estimate(promptCharacters, characters);
    }
}
