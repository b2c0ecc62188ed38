package dev.lotse.gateway.provider;

/** Why a model stopped. A content filter is not among them: it is a {@link ProviderError}. */
public enum FinishReason {
    /** It was done, or met a stop text. */
    STOP,
    /** The answer reached the allowed length. */
    LENGTH,
    /** It waits for the results of tool calls. */
    TOOL_CALLS
}
