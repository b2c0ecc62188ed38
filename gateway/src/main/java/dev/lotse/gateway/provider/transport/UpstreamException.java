package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.provider.ProviderError;

/** Carries a provider's failure from where it is noticed to where the call's result is made. */
public final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ProviderError error;

    public UpstreamException(ProviderError error) {
        // Failures of providers are expected; a stack trace would cost more than the call's own work.
        super(error.detail(), null, false, false);
        this.error = error;
    }

    public ProviderError error() {
        return error;
    }
}
