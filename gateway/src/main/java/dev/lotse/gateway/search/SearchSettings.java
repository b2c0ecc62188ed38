package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.TextLanguage;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Everything about ranking that can be set, by language of the query. Immutable.
 *
 * @param languages settings of each language with an analysis of its own, and of all others
 */
public record SearchSettings(Map<TextLanguage, LanguageSettings> languages) {

    public SearchSettings {
        languages = Map.copyOf(languages);
    }

    /**
     * Settings of one language. See docs/config.md for what each does.
     *
     * @param fields weight by field, 0 or more; a field of weight 0 is not searched
     * @param tieBreaker 0…1, how much a word's weaker fields add to its best one
     * @param minimumShouldMatch 0…1, share of the words that a page must have
     * @param proximity 0…5, weight of words standing close together
     * @param compoundWeight 0…1, weight of compounds and their parts against the visitor's own word; 0 is off
     * @param typoWeight 0…1, weight of a likely correction of a word that the site does not have; 0 is off
     * @param fusion how words and meaning are combined
     */
    public record LanguageSettings(
            Map<PageField, Float> fields,
            float tieBreaker,
            float minimumShouldMatch,
            float proximity,
            float compoundWeight,
            float typoWeight,
            FusionSpec fusion) {
        public LanguageSettings {
            fields = Map.copyOf(fields);
        }
    }

    /** What ships: chosen on the development split, see docs/benchmarks.md. */
    public static SearchSettings defaults() {
        // The encoder knows little German, so German leans on words and compounds, English on meaning.
        LanguageSettings german = new LanguageSettings(
                fields(1.2f, 1f, 1f), 0.2f, 0f, 1f, 1f, 0.5f, new FusionSpec(FusionMethod.CONVEX, 0.6f, 0.4f, 200, 60));
        LanguageSettings english = new LanguageSettings(
                fields(1f, 0.7f, 1f),
                0.15f,
                0f,
                1f,
                0f,
                0.5f,
                new FusionSpec(FusionMethod.CONVEX, 0.4f, 0.6f, 100, 60));
        return new SearchSettings(
                Map.of(TextLanguage.GERMAN, german, TextLanguage.ENGLISH, english, TextLanguage.OTHER, english));
    }

    private static Map<PageField, Float> fields(float title, float headings, float links) {
        return Map.of(
                PageField.TITLE, title,
                PageField.HEADINGS, headings,
                PageField.BODY, 1f,
                PageField.URL, 0.3f,
                PageField.LINKS, links);
    }

    /** Tells these settings from others, in every process alike. */
    public String version() {
        StringBuilder all = new StringBuilder();
        // Sorted: the order of an immutable map differs from process to process.
        new TreeMap<>(languages)
                .forEach((language, of) -> all.append(language)
                        .append(new TreeMap<>(of.fields()))
                        .append(List.of(
                                of.tieBreaker(),
                                of.minimumShouldMatch(),
                                of.proximity(),
                                of.compoundWeight(),
                                of.typoWeight(),
                                of.fusion())));
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Settings for a query in this language. */
    public LanguageSettings of(TextLanguage language) {
        LanguageSettings settings = languages.get(language);
        if (settings == null) {
            throw new IllegalStateException("no settings for " + language);
        }
        return settings;
    }

    /**
     * A copy with one value changed.
     *
     * @param key {@code [language.]name}, such as {@code de.fusion.dense-weight} or {@code field.title}; without a language
     *     for all of them
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public SearchSettings with(String key, String value) {
        Map<TextLanguage, LanguageSettings> changed = new EnumMap<>(TextLanguage.class);
        changed.putAll(languages);
        String name = key;
        Set<TextLanguage> concerned = new TreeSet<>(languages.keySet());
        for (TextLanguage language : TextLanguage.values()) {
            if (key.startsWith(language.tag() + ".")) {
                name = key.substring(language.tag().length() + 1);
                concerned = Set.of(language);
            }
        }
        for (TextLanguage language : concerned) {
            changed.put(language, with(of(language), key, name, value));
        }
        return new SearchSettings(changed);
    }

    private static LanguageSettings with(LanguageSettings old, String key, String name, String value) {
        FusionSpec fusion = old.fusion();
        return switch (name) {
            case "tie-breaker" -> copy(old, number(key, value, 1), old.minimumShouldMatch(), old.proximity(), fusion);
            case "minimum-should-match" -> copy(old, old.tieBreaker(), number(key, value, 1), old.proximity(), fusion);
            case "proximity" -> copy(old, old.tieBreaker(), old.minimumShouldMatch(), number(key, value, 5), fusion);
            case "compound-weight" ->
                new LanguageSettings(
                        old.fields(),
                        old.tieBreaker(),
                        old.minimumShouldMatch(),
                        old.proximity(),
                        number(key, value, 1),
                        old.typoWeight(),
                        fusion);
            case "typo-weight" ->
                new LanguageSettings(
                        old.fields(),
                        old.tieBreaker(),
                        old.minimumShouldMatch(),
                        old.proximity(),
                        old.compoundWeight(),
                        number(key, value, 1),
                        fusion);
            case "fusion.method", "fusion.dense-weight", "fusion.window", "fusion.rank-constant" ->
                copy(
                        old,
                        old.tieBreaker(),
                        old.minimumShouldMatch(),
                        old.proximity(),
                        fusion(fusion, key, name.substring("fusion.".length()), value));
            default -> {
                for (PageField field : PageField.values()) {
                    if (name.equals("field." + field.fieldName())) {
                        Map<PageField, Float> fields = new EnumMap<>(PageField.class);
                        fields.putAll(old.fields());
                        fields.put(field, number(key, value, 100));
                        yield new LanguageSettings(
                                fields,
                                old.tieBreaker(),
                                old.minimumShouldMatch(),
                                old.proximity(),
                                old.compoundWeight(),
                                old.typoWeight(),
                                fusion);
                    }
                }
                throw new IllegalArgumentException(
                        "'" + key + "' is no search setting; allowed are field.{title, headings,"
                                + " body, url, links}, tie-breaker, minimum-should-match, proximity, compound-weight, typo-weight,"
                                + " fusion.{method, dense-weight, window, rank-constant}, each also with 'de.', 'en.' or 'und.'"
                                + " in front");
            }
        };
    }

    private static LanguageSettings copy(
            LanguageSettings old, float tieBreaker, float minimumShouldMatch, float proximity, FusionSpec fusion) {
        return new LanguageSettings(
                old.fields(),
                tieBreaker,
                minimumShouldMatch,
                proximity,
                old.compoundWeight(),
                old.typoWeight(),
                fusion);
    }

    private static FusionSpec fusion(FusionSpec old, String key, String name, String value) {
        try {
            return switch (name) {
                case "method" ->
                    new FusionSpec(
                            FusionMethod.valueOf(value.toUpperCase(Locale.ROOT)),
                            old.lexicalWeight(),
                            old.denseWeight(),
                            old.window(),
                            old.rankConstant());
                case "dense-weight" -> {
                    float dense = number(key, value, 1);
                    yield new FusionSpec(old.method(), 1 - dense, dense, old.window(), old.rankConstant());
                }
                case "window" ->
                    new FusionSpec(
                            old.method(),
                            old.lexicalWeight(),
                            old.denseWeight(),
                            Integer.parseInt(value),
                            old.rankConstant());
                default ->
                    new FusionSpec(
                            old.method(),
                            old.lexicalWeight(),
                            old.denseWeight(),
                            old.window(),
                            Integer.parseInt(value));
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + " is '" + value + "'; allowed is "
                            + (name.equals("method") ? "convex or rrf" : "a whole number in range: " + e.getMessage()),
                    e);
        }
    }

    private static float number(String key, String value, float max) {
        try {
            float number = Float.parseFloat(value);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "'; allowed is a number from 0 to " + max, e);
        }
        throw new IllegalArgumentException(key + " is '" + value + "'; allowed is a number from 0 to " + max);
    }
}
