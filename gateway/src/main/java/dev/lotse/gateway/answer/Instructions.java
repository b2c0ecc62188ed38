package dev.lotse.gateway.answer;

import dev.lotse.gateway.ingest.passage.SentenceSplitter;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds sentences of a page that are addressed to a language model instead of a reader, in German and English. What a page says to
 * models is never of use for an answer, so what is found is left out together with the rest of its paragraph. It is one of two
 * defences: it keeps instructions from the model, and {@link CitationCheck} keeps what does not stand on the pages from visitors.
 */
final class Instructions {
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}]");

    private static final List<Pattern> FORMS = List.of(
            // to give up what was said before
            form("\\b(ignor\\w*|disregard\\w*|forget|override|bypass|vergiss|vergesst|vergessen sie|missachte\\w*|"
                    + "überschreib\\w*|umgeh\\w*|verwirf)\\b.{0,60}\\b(instruction\\w*|prompt\\w*|rules?|guidelines?|directions?|"
                    + "context|anweisung\\w*|vorgabe\\w*|regel\\w*|instruktion\\w*|befehl\\w*|kontext|everything|alles|"
                    + "above|bisherig\\w*|vorherig\\w*|source\\w*|quelle\\w*)\\b"),
            form("\\b(neue|geänderte|new|updated|real|actual|wahre|eigentliche)\\s+(system\\s?-?)?"
                    + "(instructions?|anweisung\\w*|prompt|task|aufgabe|rules|regeln|directive\\w*)\\s*:"),
            // words that only models are spoken to with
            form(
                    "\\b(system|developer|entwickler)[\\s-]?(prompt|message|nachricht|modus|mode|anweisung\\w*|instruction\\w*)"),
            form("\\b(jailbreak|prompt injection|dan mode|do anything now)\\b"),
            form(
                    "<\\|.{0,40}\\|>|\\[/?inst]|<</?sys>>|</?(system|assistant|instructions?|prompt)>|#{2,}\\s*(system|instruction|anweisung)"),
            form("^\\s*(system|assistant|user|developer|nutzer|assistent)\\s*:"),
            form("<<\\s*(end|ende|source|quelle)\\b"),
            // who the model is to be
            form("\\b(you are|you're) (now|no longer|not an?|from now on)\\b"),
            form("\\b(du bist|sie sind) (jetzt|nun|ab jetzt|ab sofort|nicht mehr|kein)\\b.{0,40}"
                    + "\\b(assistent\\w*|bot|chatbot|ki|modell|pirat|charakter|\\w*modus|rolle)\\b"),
            form("\\b(act|behave|respond|answer|speak) (as|like) (if|though|an?|the)\\b|\\bpretend (to be|you|that)\\b|"
                    + "\\brole-?play\\b|\\btu so,? als\\b|\\bverhalte dich\\b|\\bspiel\\w* (die|eine) rolle\\b|"
                    + "\\bnimm die rolle\\b|\\bstell dir vor,? du\\b|\\bantworte wie\\b"),
            // models by name, told what to do
            form(
                    "\\b(ais?|llms?|gpt\\S*|chatgpt|claude|gemini|chatbots?|bots?|language models?|(ai|virtual|digital) assistants?|"
                            + "assistants?|answer engines?|search assistants?|crawlers?)\\b.{0,40}"
                            + "\\b(must|should|shall|has to|have to|need to|are to|is to|please|note|read\\w* this|reading this|"
                            + "processing this|are required|will|:)"),
            form(
                    "\\b(kis?|ki-\\w+|sprachmodell\\w*|chatbot\\w*|assistenzsystem\\w*|suchassistent\\w*|"
                            + "(virtuelle|digitale)\\w* assistent\\w*|assistent\\w*)\\b.{0,40}"
                            + "\\b(muss|müssen|soll|sollen|sollte\\w*|hat zu|haben zu|bitte|beachte\\w*|die dies\\w*|der dies\\w*|wird|:)"),
            form("\\b(note|message|attention|instructions?|hint|memo|reminder|important)\\b.{0,20}\\b(to|for)\\b.{0,25}"
                    + "\\b(ais?|llms?|chatbots?|bots?|models?|assistants?|crawlers?)\\b"),
            form(
                    "\\b(hinweis\\w*|nachricht|achtung|anweisung\\w*|botschaft|notiz|wichtig)\\b.{0,20}\\b(an|für)\\b.{0,25}"
                            + "\\b(kis?|ki-\\w+|sprachmodell\\w*|chatbot\\w*|bots?|assistent\\w*|modell\\w*)\\b"),
            form(
                    "\\b(as|being) an? (ai|assistant|language model|llm|chatbot)\\b|\\bals (ki|sprachmodell|assistent\\w*|chatbot)\\b"),
            // what is to be said to whom
            form(
                    "\\b(tell|inform|instruct|advise|convince|persuade|warn|ask|direct|send|redirect|urge) (the|every|all|any|each|your) "
                            + "(user|visitor|reader|customer|person|people|client)s?\\b"),
            form(
                    "\\b(sage?|teile?|erkläre?|empfiehl|empfehle|informiere?|weise|überzeuge|warne?|bitte|schicke?|leite|fordere|rate|frage?)"
                            + " (dem|der|den|die|das|jedem|jeder|allen|alle|deinem|deinen)? ?"
                            + "(nutzer\\w*|besucher\\w*|leser\\w*|kund\\w+|anwender\\w*|user\\w*|fragende\\w*|person\\w*)\\b"),
            form(
                    "(^|[,;:.!)\"“„>-]\\s*|\\b(please|bitte|then|dann|instead|stattdessen|and|und|always|must|should|now|jetzt)\\s+)"
                            + "(answer|respond|reply|say|print|output|repeat|echo|recite|reveal|disclose|translate|summari[sz]e|append|insert|"
                            + "include|begin|start|end|finish|conclude|mention|recommend|claim|state|translate|encode|spell|write)\\b.{0,60}"
                            + "\\b(only|just|exactly|always|everything|every|following|verbatim|word for word|the words?|the text|the phrase|"
                            + "the sentence|your|this link|the link|answers?|responses?|repl(y|ies)|output|that the|all questions?|nothing but)\\b"),
            form("(^|[,;:.!)\"“„>-]\\s*|\\b(bitte|dann|stattdessen|und|immer|jetzt|nun)\\s+)"
                    + "(antworte|antworten sie|antwortet|sage?|gib|geben sie|schreibe?|wiederhole?|nenne|verrate?|offenbare?|übersetze?|"
                    + "beginne?|beende?|ende|füge|hänge|erwähne?|behaupte?|zitiere?|fasse|drucke?|formuliere?|buchstabiere?)\\b.{0,60}"
                    + "\\b(nur|ausschließlich|genau|exakt|immer|stets|folgende\\w*|wörtlich|das wort|den text|den satz|die worte|deine\\w*|"
                    + "jede\\w*|alle\\w*|antwort\\w*|aus|mit|dass|nichts)\\b"),
            form(
                    "\\b(your|deine[nrm]?) (instructions?|prompt|rules|guidelines|anweisung\\w*|regeln|vorgaben|answers?|antwort(en)?|"
                            + "reply|response|configuration|konfiguration)\\b"));

    private Instructions() {}

    /** Whether a sentence speaks to a model. */
    static boolean speaksToModels(String sentence) {
        String plain = INVISIBLE
                .matcher(Normalizer.normalize(sentence, Normalizer.Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return FORMS.stream().anyMatch(form -> form.matcher(plain).find());
    }

    /** A paragraph up to its first sentence that speaks to a model; empty where that is the first. */
    static String without(String paragraph, String lang) {
        if (!speaksToModels(paragraph)) {
            return paragraph;
        }
        StringBuilder kept = new StringBuilder();
        for (String sentence : new SentenceSplitter(lang).split(paragraph)) {
            if (speaksToModels(sentence)) {
                return kept.toString().strip();
            }
            kept.append(sentence).append(' ');
        }
        // Only the paragraph as a whole has the form: it is spread over sentences.
        return "";
    }

    /** Without the flag no word would begin with an umlaut. */
    private static Pattern form(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }
}
