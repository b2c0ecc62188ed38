package dev.lotse.gateway.answer;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Effects;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.QueryLanguage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the rules of a site answer, or refuse to answer, before anything is searched and before any model is asked. The same
 * question gets the same words as long as the same rules are in force. Thread-safe.
 */
public final class RuleReplies {
    /** Where the pages cannot tell the language, a rule for either holds: a blocked topic stays blocked. */
    private static final List<String> EITHER = List.of("de", "en");

    private final RuleSource rules;
    private final Function<String, Lexicon> lexicons;
    private final InstantSource wallClock;

    /**
     * @param lexicons gives the words of a site, which tell the language of a question; may fail with {@link EngineException}
     * @param wallClock tells which rules are in force
     */
    public RuleReplies(RuleSource rules, Function<String, Lexicon> lexicons, InstantSource wallClock) {
        this.rules = rules;
        this.lexicons = lexicons;
        this.wallClock = wallClock;
    }

    /** The reply of the first rule that has one for this question; empty where the pages are to answer. */
    public Optional<AnswerOutcome.ByRule> to(AnswerRequest request) {
        CompiledRules tuned = rules.of(request.site());
        if (!tuned.replies()) {
            return Optional.empty();
        }
        Instant now = wallClock.instant();
        List<QueryWord> words = QueryWord.of(request.question());
        Effects effects = tuned.effects(words, languages(request, words), new Filter.All(), now);
        RuleAction.Reply reply = effects.reply();
        if (reply == null) {
            return Optional.empty();
        }
        String rule = effects.rules().stream()
                .filter(each -> each.actions().contains(reply))
                .map(Rule::id)
                .findFirst()
                .orElseThrow();
        return Optional.of(new AnswerOutcome.ByRule(reply, rule, tuned.version()));
    }

    private List<String> languages(AnswerRequest request, List<QueryWord> words) {
        String lang = request.lang();
        if (lang != null) {
            return List.of(Locale.forLanguageTag(lang).getLanguage());
        }
        try {
            List<String> languages =
                    QueryLanguage.of(words.stream().map(QueryWord::text).toList(), lexicons.apply(request.site()));
            return languages.isEmpty() ? EITHER : languages;
        } catch (EngineException e) {
            return EITHER;
        }
    }
}
