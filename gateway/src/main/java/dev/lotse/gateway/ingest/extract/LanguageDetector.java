package dev.lotse.gateway.ingest.extract;

/** Tells the language of a text from the text alone. Thread-safe. */
@FunctionalInterface
public interface LanguageDetector {
    /** The answer where the language cannot be told. */
    String UNDETERMINED = "und";

    /** Never knows. */
    LanguageDetector NONE = text -> UNDETERMINED;

    /** BCP 47 primary subtag such as {@code de}, or {@link #UNDETERMINED} where the text is too short or unclear. */
    String detect(String text);
}
