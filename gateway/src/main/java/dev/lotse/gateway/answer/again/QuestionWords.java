package dev.lotse.gateway.answer.again;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known of the words of a language's questions. Every word that is not in here carries weight. Immutable. */
final class QuestionWords {
    /** The asker, or anybody. */
    static final String SELF = "self";

    /** Begins what a turn of phrase was put into; no one types it. */
    static final String MARK = "\uE000";

    static final QuestionWords GERMAN = german();
    static final QuestionWords ENGLISH = english();

    private static final Pattern DIGIT = Pattern.compile(".*\\d.*");

    /** What makes a difference between the forms that a verb may have, and a noun. */
    private static final Set<String> VERB_ENDINGS = Set.of("e", "en", "n", "t", "et", "st");

    private static final Set<String> NOUN_ENDINGS = Set.of("e", "en");

    /** Words with an s that are no plural. */
    private static final Set<String> NO_PLURALS =
            Set.of("customs", "goods", "means", "manners", "glass", "terms", "times");

    private static final int LEAST_STEM = 4;

    private final boolean german;
    private final Map<Pattern, String> phrases = new LinkedHashMap<>();
    private final Map<String, String> questions = new HashMap<>();
    private final Map<String, String> modals = new HashMap<>();
    private final Map<String, String> people = new HashMap<>();
    private final Map<String, String> articles = new HashMap<>();
    private final Map<String, String> meanings = new HashMap<>();
    private final Set<String> acting;
    private final Set<String> actedOn;
    private final Set<String> particles;
    private final Set<String> weightless;

    private QuestionWords(boolean german, String acting, String actedOn, String particles, String weightless) {
        this.german = german;
        this.acting = words(acting);
        this.actedOn = words(actedOn);
        this.particles = words(particles);
        this.weightless = words(weightless);
    }

    /** Those of a language, or null for one whose questions cannot be compared. */
    static @Nullable QuestionWords of(String lang) {
        return switch (lang) {
            case "de" -> GERMAN;
            case "en" -> ENGLISH;
            default -> null;
        };
    }

    /** Whether verbs stand first or last by the kind of sentence, and nouns have capitals. */
    boolean movesVerbs() {
        return german;
    }

    /** The question with usual turns of phrase in one form. */
    String rephrase(String question) {
        String text = question.strip().replaceAll("[?!.\\s]+$", "");
        for (Map.Entry<Pattern, String> phrase : phrases.entrySet()) {
            text = phrase.getKey().matcher(text).replaceAll(phrase.getValue());
        }
        return text.strip();
    }

    @Nullable
    String question(String word) {
        return questions.get(word);
    }

    /** What is asked for where "can" says nothing. */
    Set<String> manner() {
        return Set.of("how", "where");
    }

    @Nullable
    String modal(String word) {
        return modals.get(word);
    }

    @Nullable
    String person(String word, String before, boolean last) {
        if (german && word.equals("sein")) {
            // "sein Hund"; at the end it is "to be".
            return last ? null : "third";
        }
        if (word.equals("one")) {
            return modals.containsKey(before) || before.equals("does") ? SELF : null;
        }
        return people.get(word);
    }

    boolean isActing(String word, String before) {
        return acting.contains(word) || (word.equals("one") && person(word, before, false) != null);
    }

    boolean isActedOn(String word) {
        return actedOn.contains(word);
    }

    /** Whether it is a pronoun that is written with a capital. */
    boolean isCapitalPronoun(String word) {
        return german ? word.matches("sie|ihnen|ihr(e[nmr]?)?") : word.equals("i");
    }

    boolean isArticle(String word) {
        return articles.containsKey(word);
    }

    /** The form of "der" that the word has, or null where it shows none. */
    @Nullable
    String article(String word) {
        String shown = articles.get(word);
        return shown == null || shown.isEmpty() ? null : shown;
    }

    Set<String> particles() {
        return particles;
    }

    boolean isWithoutWeight(String word, String before, boolean last) {
        if (word.equals("to")) {
            return before.equals("how");
        }
        if (german && word.equals("sein")) {
            return last;
        }
        return weightless.contains(word);
    }

    /** The same for synonyms and irregular forms; else the word itself. */
    String meaning(String word) {
        return meanings.getOrDefault(word, word);
    }

    /** Whether both are forms of one word, by their endings. */
    boolean sameWord(String a, String b, boolean verbs) {
        if (DIGIT.matcher(a).matches() || DIGIT.matcher(b).matches()) {
            return false;
        }
        return german ? sameGerman(a, b, verbs ? VERB_ENDINGS : NOUN_ENDINGS) : plural(a, b) || plural(b, a);
    }

    /** "Karte" and "Karten"; not "Reis" and "Reise", and never by an umlaut: "zahlen" is not "zählen". */
    private static boolean sameGerman(String a, String b, Set<String> endings) {
        for (String one : endings) {
            if (a.endsWith(one)) {
                String stem = a.substring(0, a.length() - one.length());
                if (stem.length() >= LEAST_STEM && endings.stream().anyMatch(other -> b.equals(stem + other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean plural(String one, String many) {
        if (one.length() < LEAST_STEM || NO_PLURALS.contains(many) || one.endsWith("s")) {
            return false;
        }
        return many.equals(one + "s")
                || (one.matches(".*(x|z|ch|sh)") && many.equals(one + "es"))
                || (one.endsWith("y") && many.equals(one.substring(0, one.length() - 1) + "ies"));
    }

    /** Whether two articles can be of the same case: "den" and "einen" can, "den" and "dem" cannot. "ein" may be "der" or "das". */
    static boolean sameArticle(@Nullable String a, @Nullable String b) {
        if (a == null || b == null || a.equals(b)) {
            return true;
        }
        return (a.equals("ein") && (b.equals("der") || b.equals("das")))
                || (b.equals("ein") && (a.equals("der") || a.equals("das")));
    }

    private static QuestionWords german() {
        QuestionWords words = new QuestionWords(
                true,
                "ich wir man",
                "mich mir uns",
                "an ab auf aus ein um zu mit vor nach weg zurück los hin her bei durch",
                "ist sind bin seid sein es gibt bitte denn eigentlich sich");
        words.phrase("^(hallo|hi|guten tag|moin|bitte)\\b[,!]?\\s+", "");
        words.phrase("^(können|könnten) sie mir (bitte )?sagen,?\\s+", "");
        words.phrase("^ich (möchte|würde gern|will) (gern )?wissen,?\\s+", "");
        words.phrase("\\b(um wie ?viel uhr|zu welcher (uhr)?zeit)\\b", "wann");
        words.phrase("\\bwieviel\\b", "wie viel");
        words.phrase("\\bwas für( eine?)?\\b", "welche");
        words.phrase("\\be-mail\\b", "Email");
        words.phrase("\\b(was|wie viel) koste[tn]\\b", MARK + "cost");
        words.phrase("^was (.+) koste[tn]$", MARK + "cost $1");
        words.phrase("\\bwie teuer (ist|sind)\\b", MARK + "cost");
        words.phrase("^(wie hoch|was) (ist|sind) (der|die) (preise?|kosten)( für| von)?\\b", MARK + "cost");
        words.phrase("^((was|wie) (ist|sind) die )?öffnungszeiten( von)?\\b", MARK + "open");
        words.phrase("^wann (ist|sind|hat|haben) (.+) (geöffnet|offen)$", MARK + "open $2");
        words.phrase("^wann (.+) (geöffnet|offen) (ist|sind|hat|haben)$", MARK + "open $1");
        words.phrase("^wo (finde ich|findet man|ist|sind)\\b(.*?)( zu finden)?$", "wo$2");
        words.phrase("(?<!\\b(von|bis|nach|ab))\\s+hier\\b", "");
        words.phrase("strasse\\b", "straße");
        words.phrase("\\bim\\b", "in dem");
        words.phrase("\\bins\\b", "in das");
        words.phrase("\\bam\\b", "an dem");
        words.phrase("\\bvom\\b", "von dem");
        words.phrase("\\bbeim\\b", "bei dem");
        words.phrase("\\bzum\\b", "zu dem");
        words.phrase("\\bzur\\b", "zu der");
        words.asks("how", "wie");
        words.asks("what", "was welche welcher welches welchen welchem");
        words.asks("where", "wo");
        words.asks("when", "wann");
        words.asks("why", "warum wieso weshalb");
        words.asks("who", "wer");
        words.asks("whom", "wen");
        words.asks("to whom", "wem");
        words.asks("cost", MARK + "cost");
        words.asks("open", MARK + "open");
        words.modal("@can", "kann können könnte könnten kannst");
        words.modal("@may", "darf dürfen");
        words.modal("@must", "muss müssen");
        words.modal("@should", "soll sollen sollte sollten");
        words.speaks(
                SELF,
                "ich wir man mich mir uns mein unser meine meinen meinem meiner meines unsere unseren unserem unserer");
        words.speaks("you", "sie ihnen ihr ihre ihren ihrem ihrer du dir dich dein deine deinen deinem deiner");
        words.speaks("third", "er ihm ihn seine seinen seinem seiner");
        words.article("ein", "ein mein unser");
        words.article("der", "der einer meiner unserer");
        words.article("die", "die eine meine unsere");
        words.article("das", "das");
        words.article("den", "den einen meinen unseren");
        words.article("dem", "dem einem meinem unserem");
        words.article("des", "des eines meines");
        words.numbers("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf");
        words.mean("prozent % prozent");
        words.mean("euro € eur euro");
        words.mean("erhalten bekomme bekommen bekommt erhalte erhalten erhält");
        words.mean("brauchen brauche brauchen braucht benötige benötigen benötigt");
        words.mean("fahrrad rad fahrrad");
        words.mean("auto auto wagen pkw autos");
        words.mean("kaufen kaufe kaufen kauft erwerbe erwerben erwirbt");
        words.mean("offen offen geöffnet");
        words.mean("beginnen beginnt beginnen startet starten");
        words.mean("zahlen zahle zahlen zahlt bezahle bezahlen bezahlt");
        words.mean("gelten gilt gelten");
        words.mean("sende verschicke verschicken verschickt versende versenden versendet");
        words.mean("werden werde wird werden wirst");
        words.mean("kein kein keine keinen keinem keiner keines");
        words.mean("haben hat habe haben hast habt");
        for (String forms : new String[] {
            "antrag anträge", "vertrag verträge", "hund hunde", "rabatt rabatte", "formular formulare", "paket pakete",
            "ticket tickets", "kind kinder", "buch bücher", "haus häuser", "jahr jahre", "monat monate",
            "person personen", "student studenten", "kurs kurse", "termin termine", "tarif tarife", "raum räume",
            "zug züge", "bus busse", "ausweis ausweise", "zähler zählern", "gerät geräte"
        }) {
            words.mean(forms.split(" ", -1)[0] + " " + forms);
        }
        return words;
    }

    private static QuestionWords english() {
        QuestionWords words = new QuestionWords(false, "i we", "me us", "", "is are am be do does it please of");
        words.phrase("’", "'");
        words.phrase("^(hello|hi|hey|please)\\b[,!]?\\s+", "");
        words.phrase("[,\\s]+please$", "");
        words.phrase("^(can|could) you (please )?tell me\\s+", "");
        words.phrase("^i (would|'d) like to know\\s+", "");
        words.phrase("\\bcan(no|')t\\b", "can not");
        words.phrase("n't\\b", " not");
        words.phrase("\\b(what|who|where|when|how|it|there)'s\\b", "$1 is");
        words.phrase("\\b(have|has|need|needs) to\\b", "must");
        words.phrase("^((?:in|on|at|for|during)\\s[^,]{1,40}),\\s+(.+)$", "$2 $1");
        words.phrase("^how to\\b", "how do I");
        words.phrase("\\b(is|are) there\\b", "$1");
        words.phrase("(?<!\\b(from|to|near|in))\\s+here$", "");
        words.phrase("\\ba (few|little)\\b", "some$1");
        words.phrase("^how come\\b", "why");
        words.phrase("\\b(at )?what time\\b", "when");
        words.phrase("\\be-mail\\b", "email");
        words.phrase("\\bwi-fi\\b", "WiFi");
        words.phrase("^(what|how much) (does|do) (.+) cost$", MARK + "cost $3");
        words.phrase("^how (much|expensive) (is|are)\\b", MARK + "cost");
        words.phrase("^what (is|are) the (price|cost)s? (of|for)\\b", MARK + "cost");
        words.phrase("^how much (.+) costs?$", MARK + "cost $1");
        words.phrase("^what are the opening hours( of)?\\b", MARK + "open");
        words.phrase("^(?!.*\\b(what|when|where|who|how|why|which)\\b)(.+) opening hours$", MARK + "open $2");
        words.phrase("^when (is|are) ((?:the |a )?\\S+) open\\b(.*)$", MARK + "open $2$3");
        words.phrase("^when ((?:the |a )?\\S+) (is|are) open$", MARK + "open $1");
        words.asks("how", "how");
        words.asks("what", "what which");
        words.asks("where", "where");
        words.asks("when", "when");
        words.asks("why", "why");
        words.asks("who", "who");
        words.asks("whom", "whom");
        words.asks("cost", MARK + "cost");
        words.asks("open", MARK + "open");
        words.modal("@can", "can could");
        words.modal("@may", "may might");
        words.modal("@must", "must");
        words.modal("@should", "should shall");
        words.speaks(SELF, "i we me us my our mine ours");
        words.speaks("you", "you your yours");
        words.speaks("third", "he she him her his hers they them their");
        words.article("", "a an the");
        words.numbers("zero one two three four five six seven eight nine ten eleven twelve");
        words.mean("percent percent %");
        words.mean("euro euro euros €");
        words.mean("get get obtain");
        words.mean("buy buy purchase");
        words.mean("need need require");
        words.mean("start start starts begin begins");
        words.mean("bicycle bike bikes bicycle bicycles");
        words.mean("phone phone telephone");
        words.mean("repair fix repair");
        words.mean("center centre center");
        words.mean("have have has");
        words.mean("dog dog dogs");
        words.mean("car car automobile cars");
        return words;
    }

    private void phrase(String regex, String replacement) {
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
        phrases.put(Pattern.compile(regex, flags), replacement);
    }

    private void asks(String kind, String all) {
        words(all).forEach(word -> questions.put(word, kind));
    }

    private void modal(String kind, String all) {
        words(all).forEach(word -> modals.put(word, kind));
    }

    private void speaks(String kind, String all) {
        words(all).forEach(word -> people.put(word, kind));
    }

    private void article(String shown, String all) {
        words(all).forEach(word -> articles.put(word, shown));
    }

    private void numbers(String all) {
        String[] inOrder = all.split(" ", -1);
        for (int i = 0; i < inOrder.length; i++) {
            meanings.put(inOrder[i], Integer.toString(i));
        }
    }

    /** The first word stands for all that follow it. */
    private void mean(String all) {
        String[] forms = all.split(" ", -1);
        for (int i = 1; i < forms.length; i++) {
            meanings.put(forms[i], forms[0]);
        }
    }

    private static Set<String> words(String all) {
        return all.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(all.split(" ", -1)));
    }
}
