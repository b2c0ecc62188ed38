package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.config.Secret;

/** The header that carries a provider's key. */
public enum AuthScheme {
    /** {@code Authorization: Bearer …}: OpenAI and most servers that follow it, Cohere, Jina. */
    BEARER("Authorization", "Bearer "),
    /** {@code api-key: …}: Azure. */
    API_KEY("api-key", ""),
    /** {@code x-api-key: …}: Anthropic. */
    X_API_KEY("x-api-key", ""),
    /** No key: servers of one's own. */
    NONE("", "");

    private final String header;
    private final String prefix;

    AuthScheme(String header, String prefix) {
        this.header = header;
        this.prefix = prefix;
    }

    String header() {
        return header;
    }

    String value(Secret secret) {
        return prefix + secret.value();
    }
}
