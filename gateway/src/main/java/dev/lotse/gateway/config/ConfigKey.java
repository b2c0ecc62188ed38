package dev.lotse.gateway.config;

/**
 * A key that exists, as the documentation lists it.
 *
 * @param name the full key; {@code <name>} stands for a name that the operator chooses
 * @param defaultValue as the bundled defaults write it, or an empty string where there is none
 * @param allowed what values are allowed, in words
 */
public record ConfigKey(String name, String defaultValue, String allowed) {}
