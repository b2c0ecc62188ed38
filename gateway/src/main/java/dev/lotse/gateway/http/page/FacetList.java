package dev.lotse.gateway.http.page;

import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders the values that results can be narrowed to, as links. */
final class FacetList {
    /** What is counted, in the order shown. */
    static final List<FilterField> FIELDS = List.of(FilterField.LANG, FilterField.SECTION, FilterField.TAG);

    private static final int SHOWN = 8;

    private final PageView view;
    private final PageTexts texts;
    private final Html html;

    FacetList(PageView view, Html html) {
        this.view = view;
        this.texts = view.texts();
        this.html = html;
    }

    void render(Map<FilterField, Map<String, Long>> facets) {
        boolean any = FIELDS.stream().anyMatch(field -> isWorthShowing(field, facets.getOrDefault(field, Map.of())));
        if (!any) {
            return;
        }
        html.raw("<nav class=\"facets\"")
                .attribute("aria-label", texts.narrow())
                .raw(">\n");
        for (FilterField field : FIELDS) {
            Map<String, Long> counts = facets.getOrDefault(field, Map.of());
            if (isWorthShowing(field, counts)) {
                group(field, counts);
            }
        }
        html.raw("</nav>\n");
    }

    /** How a value is called: languages by their name. */
    String label(FilterField field, String value) {
        if (field != FilterField.LANG) {
            return value;
        }
        String name = Locale.forLanguageTag(value).getDisplayLanguage(texts.locale());
        return name.isEmpty() ? value : name;
    }

    /** One value for all results narrows nothing. */
    private boolean isWorthShowing(FilterField field, Map<String, Long> counts) {
        return counts.size() > 1 || counts.keySet().stream().anyMatch(value -> view.isActive(field, value));
    }

    private void group(FilterField field, Map<String, Long> counts) {
        // Closed on a phone it would hide, open everywhere it would push the results down: the style decides by width.
        html.raw("<section><h2>").text(heading(field)).raw("</h2>\n<ul>\n");
        counts.entrySet().stream().limit(SHOWN).forEach(count -> value(field, count.getKey(), count.getValue()));
        html.raw("</ul></section>\n");
    }

    private void value(FilterField field, String value, long count) {
        boolean active = view.isActive(field, value);
        html.raw("<li><a")
                .attribute("href", active ? view.without(new Filter.Equal(field, value)) : view.with(field, value));
        if (active) {
            html.attribute("aria-current", "true");
        }
        html.raw("><span>")
                .text(label(field, value))
                .raw("</span> <span class=\"number\">")
                .text(Long.toString(count))
                .raw("</span></a></li>\n");
    }

    private String heading(FilterField field) {
        return switch (field) {
            case LANG -> texts.language();
            case SECTION -> texts.section();
            case TAG -> texts.topic();
            case OBJECT_ID, SOURCE -> field.wireName();
        };
    }
}
