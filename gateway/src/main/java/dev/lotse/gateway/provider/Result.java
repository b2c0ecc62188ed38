package dev.lotse.gateway.provider;

/** How one call to one provider ended. */
public sealed interface Result<T> {

    /** It answered. */
    record Ok<T>(T value, Usage usage) implements Result<T> {}

    /**
     * It did not.
     *
     * @param usage what it consumed all the same, as far as known
     */
    record Failed<T>(ProviderError error, Usage usage) implements Result<T> {
        public Failed(ProviderError error) {
            this(error, Usage.NONE);
        }
    }
}
