package dev.lotse.gateway.privacy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the personal data of one request by placeholders such as {@code [EMAIL_1]}, the same data by the same placeholder, and
 * puts it back into the answer. Holds the data only as long as the request; not thread-safe.
 */
public final class Redaction {
    /** Longest placeholder: the longest kind, a number and the brackets. */
    static final int MAX_PLACEHOLDER = 32;

    private final PersonalDataFinder finder;
    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<String, String> originals = new LinkedHashMap<>();
    private final Map<PersonalDataKind, Integer> counts = new HashMap<>();

    public Redaction(PersonalDataFinder finder) {
        this.finder = finder;
    }

    /** The text with placeholders. */
    public String redact(String text) {
        var findings = finder.find(text);
        if (findings.isEmpty()) {
            return text;
        }
        var redacted = new StringBuilder(text.length());
        int from = 0;
        for (var finding : findings) {
            redacted.append(text, from, finding.start()).append(placeholder(finding.kind(), finding.in(text), text));
            from = finding.end();
        }
        return redacted.append(text, from, text.length()).toString();
    }

    /** The text with its data back; placeholders that this redaction did not make stay. */
    public String restore(String text) {
        var restorer = restorer(false);
        return restorer.feed(text) + restorer.end();
    }

    /**
     * Puts data back into a text that comes in pieces.
     *
     * @param json whether the text is JSON source, so that data must be escaped as within a JSON string
     */
    public Restorer restorer(boolean json) {
        return new Restorer(this, json);
    }

    /** Whether anything was replaced. */
    public boolean isEmpty() {
        return originals.isEmpty();
    }

    /** How much was replaced of each kind; safe to log. */
    public Map<PersonalDataKind, Integer> counts() {
        return Map.copyOf(counts);
    }

    @Nullable
    String original(String placeholder) {
        return originals.get(placeholder);
    }

    private String placeholder(PersonalDataKind kind, String data, String text) {
        var known = placeholders.get(data);
        if (known != null) {
            return known;
        }
        String placeholder;
        do {
            placeholder = "[" + kind + "_" + counts.merge(kind, 1, Integer::sum) + "]";
            // A text that speaks of [EMAIL_1] itself must not get someone's address there.
        } while (text.contains(placeholder));
        placeholders.put(data, placeholder);
        originals.put(placeholder, data);
        return placeholder;
    }

    /** Says how much it holds, never what. */
    @Override
    public String toString() {
        return "Redaction" + counts;
    }
}
