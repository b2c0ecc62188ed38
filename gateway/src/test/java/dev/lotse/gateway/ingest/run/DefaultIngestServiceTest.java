package dev.lotse.gateway.ingest.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultIngestServiceTest {
    @TempDir
    Path sites;

    private final FakeSearchEngine engine = new FakeSearchEngine();
    private final FakeEncoder encoder = new FakeEncoder();

    private DefaultIngestService service() {
        return service(encoder);
    }

    private DefaultIngestService service(FakeEncoder with) {
        return new DefaultIngestService(sites, engine, with, IngestSettings.defaults(), NanoClock.SYSTEM);
    }

    private static IngestService.Report run(IngestService service, PageSource source) {
        return service.run("site", source, progress -> {});
    }

    private static Page page(String id, String text, Page.Link... links) {
        return ListSource.page(id, "list", text, links);
    }

    private static Page pushed(String id, String text) {
        return ListSource.page(id, "push", text);
    }

    private void push(Page... pages) {
        IngestService.PushReport report = service().push("site", List.of(pages), List.of());
        assertThat(report.upserted()).isEqualTo(pages.length);
    }

    @Test
    void everyPageIsInTheNewGenerationWithVectorsOfItsPassages() {
        IngestService.Report report = run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta.")));

        assertThat(report.generation()).isEqualTo(1);
        assertThat(report.pages()).isEqualTo(2);
        assertThat(report.passagesEmbedded()).isEqualTo(2);
        PageDocument document = engine.document("site", "a");
        assertThat(document.passages().getFirst().text()).isEqualTo("Alpha.");
        assertThat(document.vectors().getFirst())
                .isEqualTo(encoder.encodeQuery("Title of a\nAlpha.", false).vector());
    }

    @Test
    void onlyWhatChangedIsEmbeddedAgain() {
        run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta.")));

        IngestService.Report second = run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta, changed.")));

        assertThat(second.passagesEmbedded()).isEqualTo(1);
        assertThat(second.passagesReused()).isEqualTo(1);
        assertThat(encoder.encodedCount()).isEqualTo(3);
        assertThat(engine.document("site", "b").passages().getFirst().text()).isEqualTo("Beta, changed.");
    }

    @Test
    void pagesThatTheSourceNoLongerHasLeaveTheIndexAndTheCache() {
        run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta.")));
        run(service(), ListSource.of(page("a", "Alpha.")));
        assertThat(engine.pages("site")).containsOnlyKeys("a");

        run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta.")));

        assertThat(encoder.encodedCount()).isEqualTo(3);
    }

    @Test
    void pagesOfOtherSourcesAreCarriedOverWithoutEmbedding() {
        push(pushed("pushed", "Pushed."));
        int before = encoder.encodedCount();

        IngestService.Report report = run(service(), ListSource.of(page("a", "Alpha.")));

        assertThat(report.carriedOver()).isEqualTo(1);
        assertThat(encoder.encodedCount() - before).isEqualTo(1);
        assertThat(engine.pages("site")).containsOnlyKeys("a", "pushed");
        assertThat(engine.document("site", "pushed").page().source()).isEqualTo("push");
    }

    @Test
    void aChangeOfTheEncoderEmbedsCarriedPagesToo() {
        push(pushed("pushed", "Pushed."));
        FakeEncoder newer = new FakeEncoder("2", Integer.MAX_VALUE);

        run(service(newer), ListSource.of(page("a", "Alpha.")));

        assertThat(newer.encodedTexts()).contains("Title of pushed\nPushed.", "Title of a\nAlpha.");
        assertThat(engine.info("site").encoder()).isEqualTo("fake@2");
    }

    @Test
    void textsOfLinksReachThePagesTheyPointAt() {
        run(
                service(),
                ListSource.of(
                        page("a", "Alpha.", new Page.Link("b", "all about beta"), new Page.Link("b", "here")),
                        page("b", "Beta."),
                        page("c", "Gamma.", new Page.Link("b", "all about beta"))));

        assertThat(engine.document("site", "b").inboundTexts()).containsExactly("all about beta", "all about beta");
    }

    @Test
    void unchangedPagesStayAsTheyWere() {
        run(service(), ListSource.of(page("a", "Alpha."), page("b", "Beta.")));

        IngestService.Report report = run(
                service(),
                new ListSource(List.of(new SourceEvent.Unchanged("a"), new SourceEvent.Found(page("b", "Beta 2.")))));

        assertThat(report.pages()).isEqualTo(2);
        assertThat(engine.pages("site")).containsOnlyKeys("a", "b");
        assertThat(engine.document("site", "a").passages().getFirst().text()).isEqualTo("Alpha.");
    }

    @Test
    void anUnchangedPageThatTheIndexLacksIsReported() {
        IngestService.Report report = run(
                service(),
                new ListSource(List.of(new SourceEvent.Unchanged("lost"), new SourceEvent.Found(page("a", "Alpha.")))));

        assertThat(report.skipped()).containsOnlyKeys("lost");
    }

    @Test
    void aSecondPageOfTheSameIdIsReportedAndTheFirstKept() {
        IngestService.Report report = run(service(), ListSource.of(page("a", "First."), page("a", "Second.")));

        assertThat(report.skipped()).containsKey("a");
        assertThat(engine.document("site", "a").passages().getFirst().text()).isEqualTo("First.");
    }

    @Test
    void aRunWithoutPagesIsRefusedUnlessAllowed() {
        run(service(), ListSource.of(page("a", "Alpha.")));
        ListSource empty = new ListSource(List.of(new SourceEvent.Skipped("x.html", "empty file")));

        assertThatThrownBy(() -> run(service(), empty))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("no page was found in list")
                .hasMessageContaining("x.html: empty file");
        assertThat(engine.pages("site")).containsOnlyKeys("a");
        assertThat(empty.publishedCount()).isZero();

        IngestSettings allowing = IngestSettings.defaults().withAllowEmpty(true);
        run(new DefaultIngestService(sites, engine, encoder, allowing, NanoClock.SYSTEM), empty);
        assertThat(engine.pages("site")).isEmpty();
        assertThat(empty.publishedCount()).isEqualTo(1);
    }

    @Test
    void aFailingEncoderLeavesTheOldGenerationAndKeepsWhatWasDone() {
        run(service(), ListSource.of(page("a", "Alpha.")));
        FakeEncoder failing = new FakeEncoder("1", 160);

        assertThatThrownBy(() -> run(service(failing), ListSource.many(300)))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("told to fail");
        assertThat(engine.pages("site")).containsOnlyKeys("a");

        FakeEncoder again = new FakeEncoder();
        IngestService.Report report = run(service(again), ListSource.many(300));
        assertThat(report.pages()).isEqualTo(300);
        assertThat(again.encodedCount()).isLessThanOrEqualTo(300 - 64);
    }

    @Test
    void aFailureToPublishLosesNoVector() {
        engine.refuseToPublish(true);
        assertThatThrownBy(() -> run(service(), ListSource.many(10)))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("no space left on device");
        assertThat(engine.sites()).isEmpty();

        engine.refuseToPublish(false);
        IngestService.Report report = run(service(), ListSource.many(10));
        assertThat(report.passagesEmbedded()).isZero();
        assertThat(report.passagesReused()).isEqualTo(10);
    }

    @Test
    void aDamagedCacheIsRebuilt() throws IOException {
        run(service(), ListSource.many(400));
        Path cache = sites.resolve("site/vectors.mv");
        try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
            byte[] noise = new byte[(int) file.length() - 8192];
            new Random(1).nextBytes(noise);
            file.seek(8192);
            file.write(noise);
        }

        IngestService.Report report = run(service(), ListSource.many(400));

        assertThat(report.pages()).isEqualTo(400);
        assertThat(report.passagesEmbedded()).isPositive();
        assertThat(run(service(), ListSource.many(400)).passagesEmbedded()).isZero();
    }

    @Test
    void aCacheThatIsNoCacheAtAllIsMovedAside() throws IOException {
        Files.createDirectories(sites.resolve("site"));
        Files.writeString(sites.resolve("site/vectors.mv"), "rubbish ".repeat(5000));

        assertThat(run(service(), ListSource.many(3)).pages()).isEqualTo(3);
        assertThat(sites.resolve("site/vectors.mv.damaged")).exists();
    }

    @Test
    void theSpoolIsDeletedAtTheEndAndALeftOverDoesNoHarm() throws IOException {
        Files.createDirectories(sites.resolve("site"));
        Files.writeString(sites.resolve("site/spool.mv"), "left over by a killed run");

        run(service(), ListSource.many(3));

        assertThat(sites.resolve("site/spool.mv")).doesNotExist();
    }

    @Test
    void twoRunsOfOneSiteExcludeEachOther() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ListSource slow = ListSource.of(page("a", "Alpha.")).before(() -> {
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        AtomicReference<IngestService.Report> report = new AtomicReference<>();
        Thread first = Thread.ofPlatform().start(() -> report.set(run(service(), slow)));
        reading.await();

        assertThatThrownBy(() -> run(service(), ListSource.many(1)))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("site 'site' is being indexed by another run");

        goOn.countDown();
        first.join();
        assertThat(requireNonNull(report.get()).pages()).isEqualTo(1);
    }

    @Test
    void aPushDuringARunIsNotLost() {
        push(pushed("old", "Old."));
        ListSource pushing = ListSource.of(page("a", "Alpha.")).after(() -> {
            IngestService.PushReport report = service().push("site", List.of(pushed("late", "Late.")), List.of("old"));
            assertThat(report.deleted()).isEqualTo(1);
        });

        run(service(), pushing);

        assertThat(engine.pages("site")).containsOnlyKeys("a", "late");
    }

    @Test
    void aPushReplacesDeletesAndEmbedsOnlyWhatChanged() {
        push(pushed("a", "Alpha."), pushed("b", "Beta."));

        IngestService.PushReport report =
                service().push("site", List.of(pushed("a", "Alpha."), pushed("c", "Gamma.")), List.of("b", "none"));

        assertThat(report).isEqualTo(new IngestService.PushReport(2, 1, 1));
        assertThat(engine.pages("site")).containsOnlyKeys("a", "c");
    }

    @Test
    void aPushWithAnotherEncoderThanTheIndexIsRefused() {
        run(service(), ListSource.many(1));
        DefaultIngestService other = service(new FakeEncoder("2", Integer.MAX_VALUE));

        assertThatThrownBy(() -> other.push("site", List.of(pushed("a", "Alpha.")), List.of()))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("fake@1")
                .hasMessageContaining("fake@2");
    }

    @Test
    void anInterruptedRunEndsAndTheNextGoesOn() {
        ListSource cancelling =
                ListSource.many(100).before(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> run(service(), cancelling))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("cancelled");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(run(service(), ListSource.many(100)).pages()).isEqualTo(100);
    }

    @Test
    void anUnwritableFolderIsNamedWithARemedy() throws IOException {
        Files.writeString(sites.resolve("site"), "a file where a folder should be");

        assertThatThrownBy(() -> run(service(), ListSource.many(1)))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining(sites.resolve("site").toString())
                .hasMessageContaining("permission");
    }

    @Test
    void aNameThatCouldLeaveTheFolderIsRefused() {
        assertThatThrownBy(() -> service().run("../x", ListSource.many(1), progress -> {}))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("'../x' is no site name");
    }

    @Test
    void theLastProgressTellsTheWholeRun() {
        List<IngestService.Progress> told = new ArrayList<>();
        Consumer<IngestService.Progress> consumer = told::add;

        IngestService.Report report = service().run("site", ListSource.many(130), consumer);

        IngestService.Progress last = told.getLast();
        assertThat(report.passages()).isEqualTo(130);
        assertThat(last.pages()).isEqualTo(130);
        assertThat(last.expectedPages()).isEqualTo(130);
        assertThat(last.passagesEmbedded()).isEqualTo(130);
        assertThat(last.passagesPending()).isZero();
        assertThat(last.remaining()).isZero();
    }
}
