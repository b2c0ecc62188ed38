package dev.lotse.gateway.provider;

/** Receives the pieces of one provider's answer, on the thread that called the provider. */
@FunctionalInterface
public interface ChatSink {

    /**
     * Takes the next piece.
     *
     * @return false where no more is wanted: the caller went away, or another provider won. The provider then stops at once and
     *     returns {@link ProviderError.Cancelled}
     */
    boolean accept(ChatEvent event);
}
