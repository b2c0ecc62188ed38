package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.answer.AnswerListener;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.AnswerWriter;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers on the demo site's questions with the encoder that ships. The floors are what was measured (docs/answers.md) less about .03,
 * so that a small change of ranking passes and a broken gate does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerQualityIT {
    private static final Path QUESTIONS = Path.of("../benchmarks/quality/demo");
    private static final int LEAST_QUESTIONS = 200;

    /** Shares, each 0 to 1. */
    private record Quality(double decisions, double answered, double refused, double citations) {}

    private final List<JsonNode> questions = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private EmbeddedWorkspace workspace;

    @BeforeAll
    void index(@TempDir Path data) throws IOException {
        workspace = new EmbeddedWorkspace(data, TestGateway.settings(Map.of(), Map.of()));
        workspace
                .ingest()
                .run("demo", workspace.sources().folder(Path.of("src/main/resources/demo-site"), null), progress -> {});
        for (String lang : List.of("de", "en")) {
            for (String line : Files.readAllLines(QUESTIONS.resolve("questions." + lang + ".jsonl"))) {
                questions.add(TestGateway.json(line));
            }
        }
        assertThat(questions).hasSizeGreaterThanOrEqualTo(LEAST_QUESTIONS);
    }

    @AfterAll
    void close() {
        workspace.close();
    }

    @Test
    void quotesAnswerWhatThePagesSayAndRefuseTheRest() {
        Quality quality = quality(workspace.answers());

        assertThat(quality.decisions()).as("%s", quality).isGreaterThanOrEqualTo(0.84);
        assertThat(quality.answered()).as("%s", quality).isGreaterThanOrEqualTo(0.85);
        assertThat(quality.refused()).as("%s", quality).isGreaterThanOrEqualTo(0.80);
        assertThat(quality.citations()).as("%s", quality).isGreaterThanOrEqualTo(0.87);
    }

    @Test
    void modelsAreAskedWhereverThePagesMayAnswer() {
        AtomicInteger asked = new AtomicInteger();
        AnswerService answers = workspace.answers(new AnswerWriter() {
            @Override
            public String version() {
                return "counts only";
            }

            @Override
            public Written write(Task task, Progress progress) {
                asked.incrementAndGet();
                return new Written.Failed("counts only");
            }
        });
        int answerable = 0;
        int askedForAnswerable = 0;
        for (JsonNode question : questions) {
            int before = asked.get();
            AnswerOutcome unused = ask(answers, question);
            if (question.get("answerable").asBoolean()) {
                answerable++;
                askedForAnswerable += asked.get() - before;
            }
        }

        double share = (double) askedForAnswerable / answerable;
        double others = (double) (asked.get() - askedForAnswerable) / (questions.size() - answerable);
        assertThat(share)
                .as("of answerable questions; of the others %s", others)
                .isGreaterThanOrEqualTo(0.9);
        assertThat(others).as("of questions that the pages do not answer").isLessThanOrEqualTo(0.5);
    }

    private Quality quality(AnswerService answers) {
        int right = 0;
        int answerable = 0;
        int answered = 0;
        int refused = 0;
        int cited = 0;
        int all = 0;
        for (JsonNode question : questions) {
            boolean wanted = question.get("answerable").asBoolean();
            answerable += wanted ? 1 : 0;
            if (ask(answers, question) instanceof AnswerOutcome.Answered answer) {
                Set<String> judged = new HashSet<>();
                question.get("pages").forEach(page -> judged.add(page.asText()));
                all++;
                cited += judged.contains(answer.sources().getFirst().page().objectId()) ? 1 : 0;
                answered += wanted ? 1 : 0;
                right += wanted ? 1 : 0;
            } else {
                refused += wanted ? 0 : 1;
                right += wanted ? 0 : 1;
            }
        }
        return new Quality(
                (double) right / questions.size(),
                (double) answered / answerable,
                (double) refused / (questions.size() - answerable),
                (double) cited / all);
    }

    private static AnswerOutcome ask(AnswerService answers, JsonNode question) {
        return answers.answer(
                new AnswerRequest("demo", question.get("question").asText(), null),
                Deadline.in(Duration.ofSeconds(20), NanoClock.SYSTEM),
                AnswerListener.NONE);
    }
}
