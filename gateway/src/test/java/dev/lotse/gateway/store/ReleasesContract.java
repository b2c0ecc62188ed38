package dev.lotse.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lotse.gateway.release.AuditEntry;
import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.PublishedRules;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SynonymMerge;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.SolrSynonyms;
import dev.lotse.gateway.rules.Synonym;
import dev.lotse.gateway.rules.SynonymImport;
import dev.lotse.gateway.rules.Validity;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What releases promise, on every store that there is. */
abstract class ReleasesContract {
    private static final String SITE = "docs";

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Database database;
    private Releases releases;
    private PublishedRules rules;

    abstract Database open();

    @BeforeEach
    void start() {
        database = open();
        JdbcReleaseStore store = new JdbcReleaseStore(database);
        rules = new PublishedRules(store);
        releases = new Releases(store, () -> now, new Random(7), rules::refresh);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Synonym synonym(String id, String... terms) {
        return new Synonym(
                id, Synonym.Type.EQUIVALENT, "de", List.of(terms), List.of(), 0.9f, "Größe 😀", Validity.ALWAYS);
    }

    private ChangeSet openSet() {
        return releases.open(SITE, "Entwurf", "", "anna");
    }

    private ChangeSet put(ChangeSet set, Synonym synonym, Synonym... seen) {
        return releases.edit(
                SITE,
                set.id(),
                EntryKind.SYNONYM,
                synonym.id(),
                synonym,
                seen.length == 0 ? null : EntryJson.hash(seen[0]),
                "anna");
    }

    private Release publish(ChangeSet set) {
        return releases.publish(SITE, set.id(), set.revision(), "", "anna");
    }

    private static void fails(ReleaseException.Kind kind, ThrowingCallable work) {
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(work)
                .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @Test
    void aDraftIsInForceWhenItIsPublishedAndNotBefore() {
        ChangeSet set = put(openSet(), synonym("a", "Handy", "Smartphone"));

        rules.refresh();
        assertThat(rules.of(SITE).isEmpty()).isTrue();
        Release release = publish(set);

        assertThat(release.number()).isEqualTo(1);
        assertThat(rules.of(SITE).content().synonyms()).containsEntry("a", synonym("a", "Handy", "Smartphone"));
        assertThat(rules.of(SITE).version()).isEqualTo(release.version());
    }

    @Test
    void onePublishShipsOneChangeSetAndNobodyElses() {
        ChangeSet mine = put(openSet(), synonym("mine", "a", "b"));
        ChangeSet yours = put(openSet(), synonym("yours", "c", "d"));

        Release unused = publish(mine);
        assertThat(rules.of(SITE).content().synonyms()).containsOnlyKeys("mine");
        Release unusedToo = publish(yours);

        assertThat(rules.of(SITE).content().synonyms()).containsOnlyKeys("mine", "yours");
    }

    @Test
    void twoEditorsNeverOverwriteEachOtherUnnoticed() {
        ChangeSet set = openSet();
        Synonym first = synonym("a", "x", "y");
        ChangeSet unused = put(set, first);
        ChangeSet changed = put(set, synonym("a", "x", "z"), first);

        fails(ReleaseException.Kind.CHANGED, () -> put(set, synonym("a", "x", "w"), first));
        fails(ReleaseException.Kind.CHANGED, () -> put(set, synonym("a", "new", "one")));
        fails(ReleaseException.Kind.CHANGED, () -> publish(set));
        assertThat(releases.view(SITE, set.id()).entry(EntryKind.SYNONYM, "a")).contains(synonym("a", "x", "z"));
        assertThat(changed.revision()).isGreaterThan(set.revision());
    }

    @Test
    void ofManyWhoEditTheSameEntryAtOnceOneWins() throws Exception {
        ChangeSet set = openSet();
        Synonym seen = synonym("a", "x", "y");
        ChangeSet unused = put(set, seen);
        List<Callable<Boolean>> editors = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Synonym mine = synonym("a", "x", "editor" + i);
            editors.add(() -> {
                try {
                    ChangeSet unusedToo = put(set, mine, seen);
                    return true;
                } catch (ReleaseException e) {
                    assertThat(e.kind()).isEqualTo(ReleaseException.Kind.CHANGED);
                    return false;
                }
            });
        }

        int winners = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> editor : executor.invokeAll(editors)) {
                winners += editor.get() ? 1 : 0;
            }
        }

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void anEntryThatSomebodyElseReleasedMeanwhileIsNotPublishedOver() {
        Synonym base = synonym("a", "x", "y");
        Release unused = publish(put(openSet(), base));
        ChangeSet mine = put(openSet(), synonym("a", "x", "mine"), base);
        ChangeSet yours = put(openSet(), synonym("a", "x", "yours"), base);
        Release unusedToo = publish(yours);

        fails(ReleaseException.Kind.INVALID, () -> publish(mine));
        assertThat(releases.check(SITE, mine.id()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("'a'", "released otherwise"));
        assertThat(rules.of(SITE).content().synonyms()).containsEntry("a", synonym("a", "x", "yours"));
    }

    @Test
    void aBrokenReleaseIsRefusedWithTheReason() {
        Synonym there =
                new Synonym("a", Synonym.Type.REPLACEMENT, "*", List.of("x"), List.of("y"), 1, "", Validity.ALWAYS);
        Synonym back =
                new Synonym("b", Synonym.Type.REPLACEMENT, "*", List.of("y"), List.of("x"), 1, "", Validity.ALWAYS);
        ChangeSet set = openSet();
        ChangeSet unused = put(set, there);
        ChangeSet both = put(set, back);

        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> publish(both))
                .satisfies(e -> assertThat(e.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.detail()).contains("leads back")));
        assertThat(releases.<Integer>read(SITE, reader -> reader.latest())).isZero();
    }

    @Test
    void aRollbackIsANewReleaseWithTheSameContent() {
        Release first = publish(put(openSet(), synonym("a", "x", "y")));
        ChangeSet set = openSet();
        Release second = publish(releases.edit(
                SITE, set.id(), EntryKind.SYNONYM, "a", null, EntryJson.hash(synonym("a", "x", "y")), "anna"));

        Release third = releases.restore(SITE, 1, "zurück", "bernd");

        assertThat(second.hash()).isNotEqualTo(first.hash());
        assertThat(third.number()).isEqualTo(3);
        assertThat(third.hash()).isEqualTo(first.hash());
        assertThat(third.restores()).isEqualTo(1);
        assertThat(rules.of(SITE).content().synonyms()).containsOnlyKeys("a");
        fails(ReleaseException.Kind.CONFLICT, () -> releases.restore(SITE, 3, "", "bernd"));
        fails(ReleaseException.Kind.NOT_FOUND, () -> releases.restore(SITE, 9, "", "bernd"));
    }

    @Test
    void aScheduledChangeSetIsPublishedAtItsTime() {
        ChangeSet set = put(openSet(), synonym("a", "x", "y"));
        ChangeSet unused = releases.schedule(SITE, set.id(), set.revision(), now.plusSeconds(60), "anna");

        releases.publishDue();
        assertThat(rules.of(SITE).isEmpty()).isTrue();
        now = now.plusSeconds(60);
        releases.publishDue();

        assertThat(rules.of(SITE).content().synonyms()).containsOnlyKeys("a");
    }

    @Test
    void anEditTakesAChangeSetOffTheSchedule() {
        ChangeSet set = put(openSet(), synonym("a", "x", "y"));
        ChangeSet unused = releases.schedule(SITE, set.id(), set.revision(), now.plusSeconds(60), "anna");
        ChangeSet edited = put(set, synonym("b", "x", "z"));
        now = now.plusSeconds(60);

        releases.publishDue();

        assertThat(edited.state()).isEqualTo(ChangeSet.State.OPEN);
        assertThat(rules.of(SITE).isEmpty()).isTrue();
    }

    @Test
    void anEntryThatIsAddedAndDeletedAgainLeavesNoTrace() {
        ChangeSet set = put(openSet(), synonym("a", "x", "y"));
        ChangeSet gone = releases.edit(
                SITE, set.id(), EntryKind.SYNONYM, "a", null, EntryJson.hash(synonym("a", "x", "y")), "anna");

        assertThat(releases.view(SITE, set.id()).changes()).isEmpty();
        fails(ReleaseException.Kind.CONFLICT, () -> publish(gone));
    }

    @Test
    void whatWasAcknowledgedIsThereAfterTheStoreIsOpenedAgain() {
        Release release = publish(put(openSet(), synonym("a", "x", "y")));
        database.close();
        start();
        rules.refresh();

        assertThat(rules.of(SITE).version()).isEqualTo(release.version());
        assertThat(releases.view(SITE, null).released().synonyms()).containsEntry("a", synonym("a", "x", "y"));
    }

    @Test
    void theAuditTrailNamesWhoDidWhatAndEachEntryTheOneBefore() {
        Release unused = publish(put(openSet(), synonym("a", "x", "y")));

        List<AuditEntry> trail = releases.read(SITE, reader -> reader.audit(Integer.MAX_VALUE, 10));

        assertThat(trail)
                .extracting(AuditEntry::action)
                .containsExactly("release.publish", "synonym.put", "change-set.open");
        assertThat(trail).extracting(AuditEntry::actor).containsOnly("anna");
        assertThat(trail).extracting(AuditEntry::chain).doesNotHaveDuplicates();
        assertThat(trail).extracting(AuditEntry::id).containsExactly(3, 2, 1);
    }

    @Test
    void manyEntriesAreMergedAtOnce() {
        List<Synonym> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(synonym("s" + i, "wort" + i, "term" + i));
        }

        ChangeSet set = releases.merge(SITE, openSet().id(), many, List.of(), EntryKind.SYNONYM, "anna");
        Release unused = publish(set);

        assertThat(rules.of(SITE).content().synonyms()).hasSize(5000);
    }

    @Test
    void aFileThatHasALineTwiceIsTakenOver() {
        SynonymImport read = SolrSynonyms.read("Handy, Smartphone\nGas, Erdgas\nHandy, Smartphone\n", "de");

        ChangeSet set = SynonymMerge.of(RuleSet.EMPTY, read.synonyms(), "", false)
                .into(releases, SITE, openSet().id(), "anna");
        Release unused = publish(set);

        assertThat(rules.of(SITE).content().synonyms()).hasSize(2);
    }

    @Test
    void aReleaseThatCannotBeReadKeepsNoOtherSiteFromItsOwn() {
        Release first = publish(put(openSet(), synonym("a", "x", "y")));
        boolean unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into site (name) values ('future')");
                statement.execute("insert into rule_release"
                        + " (site, number, hash, content, created_at, created_by, note)"
                        + " values ('future', 1, 'abcdefgh', 'rule {\"id\": \"new\", \"what\": 1}', 0, 'anna', '')");
            }
            return true;
        });
        PublishedRules fresh = new PublishedRules(new JdbcReleaseStore(database));

        fresh.refresh();

        assertThat(fresh.of(SITE).version()).isEqualTo(first.version());
        assertThat(fresh.of("future").isEmpty()).isTrue();
    }
}
