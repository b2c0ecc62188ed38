package dev.lotse.gateway.http.page;

import java.util.Locale;

/**
 * The words of the results page in one language.
 *
 * @param locale for dates and numbers
 */
record PageTexts(
        Locale locale,
        String search,
        String searchLabel,
        String skip,
        String resultsFor,
        String browse,
        String start,
        String onePage,
        String pages,
        String pageOf,
        String nothing,
        String tips,
        String tipSpelling,
        String tipFewer,
        String tipFilters,
        String removeFilters,
        String corrected,
        String degraded,
        String narrow,
        String active,
        String remove,
        String pagination,
        String previous,
        String next,
        String page,
        String updated,
        String languageSwitch,
        String topic,
        String section,
        String language,
        String unknownSite,
        String unavailable,
        String invalid,
        String failed) {

    private static final PageTexts GERMAN = new PageTexts(
            Locale.GERMANY,
            "Suchen",
            "Wonach suchen Sie?",
            "Zu den Ergebnissen springen",
            "Ergebnisse für „%s“",
            "Seiten nach Auswahl",
            "Suche",
            "1 Seite gefunden",
            "%s Seiten gefunden",
            "Seite %s von %s",
            "Nichts gefunden",
            "Das könnte helfen:",
            "Prüfen Sie die Schreibweise.",
            "Nehmen Sie weniger oder andere Wörter; ganze Fragen gehen auch.",
            "Heben Sie die Eingrenzung auf.",
            "Eingrenzung aufheben",
            "Auch gesucht nach",
            "Die Suche antwortet gerade eingeschränkt: Ein Teil der Bewertung wurde ausgelassen. Die Treffer können anders"
                    + " geordnet sein als sonst.",
            "Ergebnisse eingrenzen",
            "Aktiv",
            "%s aufheben",
            "Ergebnisseiten",
            "Zurück",
            "Weiter",
            "Seite %s",
            "Stand",
            "Sprache der Oberfläche",
            "Thema",
            "Bereich",
            "Sprache",
            "Diese Suche gibt es nicht.",
            "Die Suche ist gerade nicht erreichbar. Bitte versuchen Sie es in einem Moment noch einmal.",
            "Diese Suche ist so nicht möglich:",
            "Hier ist etwas schiefgegangen.");

    private static final PageTexts ENGLISH = new PageTexts(
            Locale.UK,
            "Search",
            "What are you looking for?",
            "Skip to the results",
            "Results for “%s”",
            "Pages by choice",
            "Search",
            "1 page found",
            "%s pages found",
            "Page %s of %s",
            "Nothing found",
            "This may help:",
            "Check the spelling.",
            "Use fewer or other words; whole questions work too.",
            "Remove the filters.",
            "Remove filters",
            "Also searched for",
            "Search is limited at the moment: a part of the ranking was left out. Results may be in a different order than"
                    + " usual.",
            "Narrow the results",
            "Active",
            "Remove %s",
            "Pages of results",
            "Previous",
            "Next",
            "Page %s",
            "Updated",
            "Language of this page",
            "Topic",
            "Section",
            "Language",
            "There is no such search.",
            "Search is not available at the moment. Please try again in a moment.",
            "This search is not possible:",
            "Something went wrong here.");

    /** German for {@code de}, English for everything else. */
    static PageTexts of(String language) {
        return language.equals("de") ? GERMAN : ENGLISH;
    }

    /** BCP 47 primary language. */
    String tag() {
        return locale.getLanguage();
    }
}
