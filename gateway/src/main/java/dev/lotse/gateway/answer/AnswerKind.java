package dev.lotse.gateway.answer;

import java.util.Locale;
import java.util.regex.Pattern;

/** The kind of fact that a question asks for, by its wording, and the form such a fact has in a sentence. German and English. */
enum AnswerKind {
    PHONE("telefonnummer|phone number|(welche[rn]?|what|which|unter welcher) (nummer|number)", "\\d{3,}[ /-]+\\d{3}"),
    PERCENT("wie viel prozent|\\banteil\\b|\\bshare of\\b|interest rate|verzugszins", "%|prozent|per ?cent"),
    DURATION(
            "wie lange|wie schnell|wie oft|wie viele (tage|wochen|monate|minuten|stunden|jahre)|how long|how soon|how fast|how quickly|how often|how many (days|weeks|months|minutes|hours|years)",
            Words.COUNT
                    + "\\D{0,12}(minute|stunde|tag|woche|monat|jahr|hour|day|week|month|year|uhr\\b)|\\b(eine?[nmr]?|an?|one) (minute|stunde|tag|woche|monat|jahr|hour|day|week|month|year)|jährlich|täglich|monatlich|wöchentlich|yearly|daily|monthly|weekly"),
    TIME(
            "\\bwann\\b|\\bwhen\\b|welche[mnr]? tag|what day|which day|opening hours|öffnungszeiten|how late",
            Words.COUNT + "|" + Words.CALENDAR),
    MONEY(
            "kostete?n?\\b|kosten\\b|teuer|preis|gebühr|kaution|\\bcosts?\\b|price|\\bfee\\b|\\bcharge\\b(?=.*\\bper\\b)|salary|verdien|deposit|how much (is|are) (the|a|an)\\b",
            "[€$£]|\\beuro\\b|\\bct\\b|\\bcents?\\b|kostenlos|kostenfrei|free of charge|no charge|\\bfree\\b|%|prozent|per cent"),
    NUMBER(
            "wie viele?\\b|wie hoch|wie hart|wie weit|wie groß|how many|how much|how high|how hard|how big|what (share|pressure|rate)",
            Words.COUNT),
    ANY("", "");

    /** Parts of the forms. */
    private static final class Words {
        static final String COUNT = "(\\d|\\b(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
                + "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\b)";
        static final String CALENDAR =
                "januar|februar|märz|april|\\bmai\\b|juni|juli|august|september|oktober|november|dezember|"
                        + "january|february|march|\\bmay\\b|june|july|october|december|montag|dienstag|mittwoch|donnerstag|freitag|"
                        + "samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|jederzeit|anytime";
    }

    private final Pattern asked;
    private final Pattern given;

    AnswerKind(String asked, String given) {
        this.asked = Pattern.compile(asked);
        this.given = Pattern.compile(given);
    }

    /** What the question asks for. */
    static AnswerKind of(String question) {
        String lower = question.toLowerCase(Locale.ROOT);
        for (AnswerKind kind : values()) {
            if (kind.asked.matcher(lower).find()) {
                return kind;
            }
        }
        return ANY;
    }

    /** Whether a sentence has such a fact. */
    boolean isIn(String sentence) {
        return given.matcher(sentence.toLowerCase(Locale.ROOT)).find();
    }
}
