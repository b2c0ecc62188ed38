package dev.lotse.gateway.answer;

import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.ChatChain;
import dev.lotse.gateway.provider.chain.StreamEvent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a chain of models write, and passes on only sentences that {@link CitationCheck} finds on the pages. The words of questions
 * and answers are never logged. Thread-safe.
 */
public final class ModelAnswerWriter implements AnswerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ModelAnswerWriter.class);
    private static final String VERSION = "written@1";

    private final ChatChain chain;
    private final int maxTokens;
    private final CitationCheck check;
    private final RandomGenerator random;

    /**
     * @param maxTokens longest text that a model may write
     * @param random draws fences; must be thread-safe
     */
    public ModelAnswerWriter(ChatChain chain, int maxTokens, RandomGenerator random) {
        this.chain = chain;
        this.maxTokens = maxTokens;
        this.check = CitationCheck.STANDARD;
        this.random = random;
    }

    @Override
    public String version() {
        return VERSION + "|" + PromptTemplate.versions() + "|" + maxTokens + "|" + chain.version();
    }

    @Override
    public Written write(Task task, Progress progress) {
        PromptSources sources = PromptSources.of(task.question(), task.pages());
        if (sources.all().isEmpty()) {
            return new Written.Failed("nothing of the pages is fit for a prompt");
        }
        PromptTemplate template = PromptTemplate.of(task.question().lang());
        String fence = HexFormat.of().toHexDigits(random.nextLong());
        ChatRequest request = ChatRequest.of(
                template.messages(task.question().text(), sources, fence),
                new Sampling(maxTokens, 0.0, null, null, List.of()),
                true);
        CallContext context = new CallContext(
                "answer", task.site(), "", null, task.question().lang().tag(), null, task.deadline());
        Draft draft = new Draft(task, sources, progress);
        ChainOutcome<Completion> outcome = chain.chat(request, context, draft);
        return switch (outcome) {
            case ChainOutcome.Served<Completion> served -> draft.finish(author(template, served));
            case ChainOutcome.Unserved<Completion> unserved -> {
                String reason = unserved.cause().name().toLowerCase(Locale.ROOT);
                if (unserved.cause() != ChainOutcome.Cause.CANCELLED) {
                    LOG.warn("no model wrote an answer for site '{}': {}", task.site(), reason);
                }
                yield new Written.Failed(reason);
            }
        };
    }

    private static AnswerOutcome.Author author(PromptTemplate template, ChainOutcome.Served<Completion> served) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("answerer", VERSION);
        versions.put("prompt", template.version());
        versions.put("model", served.model());
        return new AnswerOutcome.Author(served.provider(), versions, served.usage(), served.cost(), List.of());
    }

    /** One request's text. The chain calls it from one thread at a time. */
    private final class Draft implements StreamEvent.Consumer {
        private final Task task;
        private final PromptSources sources;
        private final Progress progress;
        private final List<Statement> said = new ArrayList<>();
        private SentenceStream stream = new SentenceStream();
        private int dropped;
        private boolean declined;
        private boolean heard = true;

        private Draft(Task task, PromptSources sources, Progress progress) {
            this.task = task;
            this.sources = sources;
            this.progress = progress;
        }

        @Override
        public synchronized boolean accept(StreamEvent event) {
            switch (event) {
                case StreamEvent.Begin ignored -> {}
                case StreamEvent.Piece(ChatEvent piece) -> {
                    if (piece instanceof ChatEvent.Delta delta) {
                        take(stream.feed(delta.text()));
                    }
                }
                case StreamEvent.Reset(String reason) -> drop(reason);
            }
            return heard;
        }

        private void drop(String reason) {
            stream = new SentenceStream();
            dropped = 0;
            declined = false;
            if (!said.isEmpty()) {
                said.clear();
                heard &= progress.voided(reason);
            }
        }

        private void take(List<SentenceStream.Cited> sentences) {
            for (SentenceStream.Cited sentence : sentences) {
                if (sentence.text().contains(PromptTemplate.NO_ANSWER)) {
                    declined = true;
                    continue;
                }
                List<Integer> pages = sentence.cites().stream()
                        .map(number -> number - 1)
                        .filter(page -> page >= 0 && page < task.pages().size())
                        .toList();
                List<Integer> supporting = pages.stream()
                        .filter(page -> check.supports(sentence.text(), List.of(page), sources, task.question()))
                        .toList();
                if (supporting.isEmpty()) {
                    dropped++;
                    continue;
                }
                Statement supported = new Statement(sentence.text(), supporting);
                said.add(supported);
                heard &= progress.said(supported);
            }
        }

        private synchronized Written finish(AnswerOutcome.Author author) {
            take(stream.end());
            if (!said.isEmpty()) {
                return new Written.Answer(said, (double) said.size() / (said.size() + dropped), author);
            }
            if (declined && dropped == 0) {
                return new Written.NoAnswer(author);
            }
            LOG.info("none of {} sentences written for site '{}' stands on its pages", dropped, task.site());
            return new Written.Failed("unsupported");
        }
    }
}
