package dev.lotse.gateway.http;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.analytics.QueryCleaner;
import dev.lotse.gateway.answer.AnswerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts answers, refusals, and whether answers helped; without robots. Which question an answer belongs to is remembered for the
 * latest answers of this gateway only. Thread-safe.
 */
public final class AnswerRecorder implements AnswerObserver {
    private static final int REMEMBERED = 20_000;
    private static final Made UNKNOWN = new Made("und", false);

    private final EventIntake intake;
    private final QueryCleaner cleaner;
    private final InstantSource clock;
    private final Map<String, Made> made = new Latest<>();
    private final Map<String, Answer> answers = new Latest<>();

    /** @param helpful what its reader said, or null */
    private record Answer(
            String lang, String question, @Nullable Boolean helpful) {}

    private static final class Latest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    public AnswerRecorder(EventIntake intake, QueryCleaner cleaner, InstantSource clock) {
        this.intake = intake;
        this.cleaner = cleaner;
        this.clock = clock;
    }

    @Override
    public void asked(AnswerRequest request, RequestScope scope, String answerId, @Nullable Made outcome) {
        if (scope.isRobot()) {
            return;
        }
        String question = cleaner.clean(request.question());
        String key = request.site() + "\n" + request.lang() + "\n" + question;
        Made known;
        synchronized (this) {
            known = outcome == null ? made.getOrDefault(key, UNKNOWN) : outcome;
            made.put(key, known);
            answers.put(request.site() + "\n" + answerId, new Answer(known.lang(), question, null));
        }
        intake.counted(new Event.Asked(request.site(), clock.instant(), known.lang(), question, known.refused()));
    }

    /** What a reader's word changes; empty where the same was said before. */
    Optional<Event.Voted> vote(String site, String answerId, boolean helpful) {
        Instant now = clock.instant();
        synchronized (this) {
            String key = site + "\n" + answerId;
            Answer answer = answers.get(key);
            if (answer == null) {
                return Optional.of(new Event.Voted(site, now, "und", "", helpful ? 1 : 0, helpful ? 0 : 1));
            }
            Boolean before = answer.helpful();
            if (before != null && before == helpful) {
                return Optional.empty();
            }
            answers.put(key, new Answer(answer.lang(), answer.question(), helpful));
            int taken = before == null ? 0 : -1;
            return Optional.of(new Event.Voted(
                    site, now, answer.lang(), answer.question(), helpful ? 1 : taken, helpful ? taken : 1));
        }
    }
}
