package dev.lotse.gateway.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.retrieval.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NdjsonPushTest {
    private static final int FAILS_AT_BATCH = 3;

    /** Takes two batches, then its disk is full. */
    private static final class RecordingService implements IngestService {
        private final List<Integer> batches = new ArrayList<>();

        @Override
        public Report run(String site, PageSource source, Consumer<Progress> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PushReport push(String site, List<Page> upserts, List<String> deletions) {
            if (batches.size() + 1 == FAILS_AT_BATCH) {
                throw new IngestException("disk full");
            }
            batches.add(upserts.size());
            return new PushReport(upserts.size(), 0, upserts.size());
        }
    }

    private static InputStream lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"objectID\":\"p").append(i).append("\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"}\n");
        }
        lines.append("{broken\n");
        return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static NdjsonPush push(IngestService service) {
        PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, ExtractionSettings.DEFAULT);
        return new NdjsonPush(new NdjsonPages(extractor, LanguageDetector.NONE, NdjsonLimits.DEFAULT), service);
    }

    @Test
    void linesArePushedInBatchesAndCounted() throws IOException {
        RecordingService service = new RecordingService();
        List<LineResult> results = new ArrayList<>();

        NdjsonPush.Summary summary = push(service).push("site", lines(150), results::add);

        assertThat(summary).isEqualTo(new NdjsonPush.Summary(150, 1, 150));
        assertThat(service.batches).containsExactly(100, 50);
        assertThat(results).hasSize(151);
    }

    @Test
    void whatWasReportedBeforeAFailureIsInTheIndex() {
        RecordingService service = new RecordingService();
        List<LineResult> results = new ArrayList<>();

        assertThatThrownBy(() -> push(service).push("site", lines(250), results::add))
                .isInstanceOf(IngestException.class)
                .hasMessage("disk full");

        assertThat(results.stream().filter(LineResult.Accepted.class::isInstance))
                .hasSize(200);
    }
}
