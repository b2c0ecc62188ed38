package dev.lotse.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of ARCHITECTURE.md. A new package that breaks one is in the wrong place, or the rule is: change both together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final String ROOT = "dev.lotse.gateway";

    /** Fewer would mean that the import found the wrong folder and every rule holds for nothing. */
    private static final int LEAST_CLASSES = 300;

    /** A vendor's packages and the only places of ours that may name them. */
    private static final Map<String, List<String>> VENDORS = Map.ofEntries(
            Map.entry("org.apache.lucene..", List.of("..retrieval.lucene..")),
            Map.entry("co.elastic..", List.of("..elasticsearch..")),
            Map.entry("org.elasticsearch..", List.of("..elasticsearch..")),
            Map.entry("redis.clients..", List.of("..redis..")),
            Map.entry("io.github.bucket4j..", List.of("..limit..")),
            Map.entry("ai.onnxruntime..", List.of()),
            Map.entry("ai.djl..", List.of()),
            Map.entry("io.helidon.webserver..", List.of("..gateway.http..", "..gateway.ops..", ROOT)),
            Map.entry(
                    "io.helidon.webclient..",
                    List.of("..ingest.crawl..", "..provider.transport..", "..elasticsearch..")),
            Map.entry("io.opentelemetry..", List.of("..gateway.trace..")),
            Map.entry("picocli..", List.of("..gateway.cli..", ROOT)),
            Map.entry("java.sql..", List.of("..gateway.store..")),
            Map.entry("com.zaxxer..", List.of("..gateway.store..")),
            Map.entry("com.nimbusds..", List.of("..gateway.signin..")),
            Map.entry("com.google.re2j..", List.of("..gateway.rules..")));

    /** Behind a port: whoever wires and configures the process names them, nobody else. */
    private static final List<String> ADAPTERS = List.of(
            "..retrieval.lucene..",
            "..retrieval.elasticsearch..",
            "..cache.memory..",
            "..cache.redis..",
            "..limit.redis..",
            "..provider.budget.redis..",
            "..ingest.run..",
            "..ingest.crawl..",
            "..ingest.folder..",
            "..provider.openai..",
            "..provider.anthropic..",
            "..gateway.store..");

    private JavaClasses gateway;

    @BeforeAll
    void read() {
        gateway = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        assertThat(gateway.size()).isGreaterThan(LEAST_CLASSES);
    }

    static List<String> vendors() {
        return List.copyOf(new TreeSet<>(VENDORS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void vendorTypesStayHome(String vendor) {
        String[] homes = VENDORS.getOrDefault(vendor, List.of()).toArray(String[]::new);
        check(noClasses()
                .that(
                        homes.length == 0
                                ? alwaysTrue()
                                : resideInAnyPackage(homes).negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(vendor));
    }

    static List<String> adapters() {
        return ADAPTERS;
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void onlyTheCompositionRootAndTheCommandLineNameAnAdapter(String adapter) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(adapter, ROOT, ROOT + ".cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(adapter));
    }

    @Test
    void featuresHaveNoCycles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void packagesOfAFeatureHaveNoCycles() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void searchKnowsNothingOfWhoAsksOrOfHowPagesCome() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".search..", ROOT + ".retrieval..", ROOT + ".deadline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".http..",
                        ROOT + ".cli..",
                        ROOT + ".ingest..",
                        ROOT + ".answer..",
                        ROOT + ".provider.."));
    }

    @Test
    void noStateIsGlobal() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void nobodyAsksTheWallClockBehindTheBackOfTests() {
        check(noClasses()
                .should(callMethod(Instant.class, "now"))
                .orShould(callMethod(System.class, "currentTimeMillis")));
    }

    @Test
    void onlyTheCommandLineAndMainWriteToTheTerminal() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void everyPackageSaysWhatBelongsInIt() {
        Set<String> silent = new TreeSet<>();
        for (JavaClass type : gateway) {
            if (type.getPackage().tryGetPackageInfo().isEmpty()) {
                silent.add(type.getPackageName());
            }
        }
        assertThat(silent).isEmpty();
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(gateway);
    }
}
