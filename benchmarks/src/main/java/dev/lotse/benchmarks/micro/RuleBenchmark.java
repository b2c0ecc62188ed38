package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Condition;
import dev.lotse.gateway.rules.Effects;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.Synonym;
import dev.lotse.gateway.rules.SynonymHit;
import dev.lotse.gateway.rules.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A query of five words met with a release of many rules and as many synonyms: a third of the rules each exact, contains and
 * prefix, and twenty regular expressions, which are tried one by one.
 *
 * <p>{@code bin/lotse bench micro Rule}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime) // percentiles: the promise is one of the median
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class RuleBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int EXPRESSIONS = 20;
    private static final String QUERY = "wie kann ich wort7 melden7";

    /** Rules, and as many synonyms. */
    @Param({"100", "10000"})
    private int size;

    private CompiledRules rules = CompiledRules.NONE;
    private RuleSet content = RuleSet.EMPTY;

    /** Makes the release and checks the answer once. */
    @Setup
    public void compile() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Condition.Match match = i < EXPRESSIONS
                    ? Condition.Match.REGEX
                    : List.of(Condition.Match.EXACT, Condition.Match.CONTAINS, Condition.Match.PREFIX)
                            .get(i % 3);
            String value = i < EXPRESSIONS ? "^wort" + i + " (melden|ändern)$" : "wort" + i + " melden" + i;
            entries.add(new Rule(
                    "r" + i,
                    "r" + i,
                    true,
                    i % 10,
                    new Condition(match, List.of(value), "*", List.of()),
                    List.of(new RuleAction.Pin("page" + i, 1)),
                    "",
                    Validity.ALWAYS));
            entries.add(new Synonym(
                    "s" + i,
                    Synonym.Type.EQUIVALENT,
                    "de",
                    List.of("wort" + i, "term" + i + " lang"),
                    List.of(),
                    0.9f,
                    "",
                    Validity.ALWAYS));
        }
        content = RuleSet.of(entries);
        rules = CompiledRules.compile("1", content);
        if (synonyms().size() != 1) {
            throw new IllegalStateException("the query meets " + synonyms().size() + " synonyms instead of 1");
        }
    }

    /** The rules that the query meets. */
    @Benchmark
    public Effects rules() {
        return rules.effects(QueryWord.of(QUERY), List.of("de"), new Filter.All(), NOW);
    }

    /** The synonyms in the query. */
    @Benchmark
    public List<SynonymHit> synonyms() {
        return rules.synonyms(QUERY, QueryWord.of(QUERY), "de", NOW);
    }

    /** A release is loaded. */
    @Benchmark
    public CompiledRules load() {
        return CompiledRules.compile("1", content);
    }
}
