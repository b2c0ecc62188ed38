package dev.lotse.gateway.provider;

/**
 * A place that runs chat models. Calls block, so they belong on virtual threads. Thread-safe.
 */
public interface ChatProvider {

    /** The operator's name for it; in headers, metrics and logs. */
    String name();

    /**
     * Asks the model and hands the pieces of its answer to the sink.
     *
     * <p>Every way a provider can fail is a {@link Result.Failed}; nothing is thrown for it. Interrupting the thread stops the
     * call with {@link ProviderError.Cancelled} and keeps the interrupt status set. When this returns, the sink is not called
     * any more.
     *
     * @param model the provider's own name of the model
     */
    Result<Completion> chat(String model, ChatRequest request, CallLimits limits, ChatSink sink);

    /**
     * A whole answer was delivered.
     *
     * @param model the model as the provider reports it, often with a date
     */
    record Completion(FinishReason reason, String model) {}
}
