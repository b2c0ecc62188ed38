package dev.lotse.gateway.search;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.ranking.text.TextLanguage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads section {@code search}: each setting for all languages, or below a language's tag for that one only. */
public final class SearchConfig {
    private static final String WEIGHT = "0 to 100";
    private static final String SHARE = "0 to 1";

    /** Names that {@link SearchSettings#with} knows, with what they allow. */
    private static final Map<String, String> NAMES = names();

    private SearchConfig() {}

    /** The defaults with everything that is set. */
    public static SearchSettings read(ConfigReader root) {
        SearchSettings[] settings = {SearchSettings.defaults()};
        ConfigReader all = root.in("search");
        apply(all, "", settings);
        for (TextLanguage language : TextLanguage.values()) {
            apply(all.in(language.tag(), "<lang>"), language.tag() + ".", settings);
        }
        return settings[0];
    }

    private static void apply(ConfigReader in, String prefix, SearchSettings[] settings) {
        NAMES.forEach((name, allowed) -> in.optional(name, allowed, value -> {
                    try {
                        return settings[0].with(prefix + name, value.strip());
                    } catch (IllegalArgumentException e) {
                        // The reader tells key, value, place and what is allowed.
                        return null;
                    }
                })
                .ifPresent(changed -> settings[0] = changed));
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (PageField field : PageField.values()) {
            names.put("field." + field.fieldName(), WEIGHT);
        }
        names.put("tie-breaker", SHARE);
        names.put("minimum-should-match", SHARE);
        names.put("proximity", "0 to 5");
        names.put("compound-weight", SHARE);
        names.put("typo-weight", SHARE);
        names.put("fusion.method", "convex or rrf");
        names.put("fusion.dense-weight", SHARE);
        names.put("fusion.window", "10 to 1000");
        names.put("fusion.rank-constant", "1 or more");
        return names;
    }
}
