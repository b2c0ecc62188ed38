package dev.lotse.gateway.search;

/** The steps of the pipeline that can be left out. The wire name is what {@code degraded} and {@code Server-Timing} say. */
public enum Step {
    CACHE("cache"),
    ENCODE("embedding"),
    ENGINE("engine"),
    RERANK("rerank"),
    RULES("rules"),
    ANSWER("answer");

    private final String wireName;

    Step(String wireName) {
        this.wireName = wireName;
    }

    /** The name in {@code degraded} and {@code Server-Timing}. */
    public String wireName() {
        return wireName;
    }
}
