package dev.lotse.gateway.rerank;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What reorders the results of a site, as operators write it. */
public sealed interface RerankModel {
    /** What may be written. */
    String ALLOWED = "features, cross-encoder:MODEL or chain:NAME";

    /** The small network over features of each candidate: the site's own, or the one that ships. */
    record Features() implements RerankModel {}

    /** A cross-encoder of the model registry. */
    record CrossEncoder(String model) implements RerankModel {}

    /** A chain of rerankers of providers. */
    record Chain(String name) implements RerankModel {}

    /** Reads it; empty for what is none. */
    static Optional<RerankModel> parse(String text) {
        String stripped = text.strip();
        if (stripped.equals("features")) {
            return Optional.of(new Features());
        }
        Matcher matcher = Pattern.compile("(cross-encoder|chain):([A-Za-z0-9][A-Za-z0-9._-]{0,99})")
                .matcher(stripped);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(2);
        return Optional.of(stripped.startsWith("chain") ? new Chain(name) : new CrossEncoder(name));
    }
}
