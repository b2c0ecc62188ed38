package dev.lotse.gateway.provider;

/** What a model can do beyond answering text with text. */
public enum Capability {
    /** Sends pieces as they arise. */
    STREAMING,
    /** Calls functions. */
    TOOLS,
    /** Can be held to some JSON object. */
    JSON_MODE,
    /** Can be held to a JSON schema. */
    JSON_SCHEMA,
    /** Reads pictures. */
    VISION
}
