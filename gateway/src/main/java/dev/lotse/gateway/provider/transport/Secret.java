package dev.lotse.gateway.provider.transport;

import java.util.Objects;

/** A key that shows itself to nobody but the one header it is made for. */
public final class Secret {
    private final String value;

    /** @param value the key, without surrounding white space */
    public Secret(String value) {
        this.value = value.strip();
        if (this.value.isEmpty() || this.value.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw new IllegalArgumentException("the key is empty or has characters that no key has");
        }
    }

    /** The key itself. Only for the header that carries it. */
    String reveal() {
        return value;
    }

    /** The text without this key, in case a provider repeats it in an error. */
    String removeFrom(String text) {
        return text.replace(value, "[key]");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, Secret.class);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
