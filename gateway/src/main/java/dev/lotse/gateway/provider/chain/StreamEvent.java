package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.ChatEvent;

/** What a caller sees of a chain's answer as it arises. */
public sealed interface StreamEvent {

    /**
     * An answer begins; everything up to the next {@link Reset} is of this one target.
     *
     * @param attempt number of the attempt
     * @param provider the operator's name of the provider
     * @param model the provider's name of the model
     */
    record Begin(int attempt, String provider, String model) implements StreamEvent {}

    /** More of the answer. */
    record Piece(ChatEvent event) implements StreamEvent {}

    /**
     * The answer broke off: drop all of it. Another begins, or the outcome says that none does.
     *
     * @param reason kind of the provider's error, fit to be shown
     */
    record Reset(String reason) implements StreamEvent {}

    /** Receives the events one at a time, not always on the same thread. */
    @FunctionalInterface
    interface Consumer {
        /** Takes an event; false where the caller went away and nothing more is wanted. */
        boolean accept(StreamEvent event);
    }
}
