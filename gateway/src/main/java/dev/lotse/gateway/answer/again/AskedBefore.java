package dev.lotse.gateway.answer.again;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Questions that were answered, so that one that asks the same in other words can be given the same answer. A question is found only where
 * its meaning is near enough and {@link QuestionForm} finds nothing in it that asks for something else. Thread-safe.
 *
 * @param <K> what an answer is found by
 */
public final class AskedBefore<K> {
    private final double threshold;
    private final int most;
    private final Map<String, Group<K>> groups = new ConcurrentHashMap<>();

    /**
     * @param threshold least cosine of two questions, 0 to 1
     * @param most questions that are remembered of one scope; the oldest are forgotten
     */
    public AskedBefore(double threshold, int most) {
        this.threshold = threshold;
        this.most = most;
    }

    /**
     * Remembers an answered question.
     *
     * @param scope what both questions must have in common besides the version: site and language asked for
     * @param version everything that decides answers; questions of another one are forgotten
     * @param lang language that the question was understood in
     * @param vector its meaning
     */
    public void remember(String scope, String version, String question, String lang, float[] vector, K key) {
        QuestionWords words = QuestionWords.of(lang);
        if (words == null) {
            return;
        }
        Asked<K> asked = new Asked<>(QuestionReader.read(question, words), unit(vector), key);
        groups.computeIfAbsent(scope, unused -> new Group<>()).add(version, asked, most);
    }

    /** The answer to a question that asks the same, if there is one. */
    public Optional<K> find(String scope, String version, String question, float[] vector) {
        Group<K> group = groups.get(scope);
        if (group == null) {
            return Optional.empty();
        }
        return group.find(version, question, unit(vector), threshold);
    }

    /** Whether two questions would be taken for one. */
    static boolean areTheSame(String lang, String a, String b) {
        QuestionWords words = QuestionWords.of(lang);
        return words != null && QuestionReader.read(a, words).asksTheSameAs(QuestionReader.read(b, words));
    }

    private static float[] unit(float[] vector) {
        double sum = 0;
        for (float x : vector) {
            sum += x * x;
        }
        float length = sum == 0 ? 1 : (float) Math.sqrt(sum);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] / length;
        }
        return unit;
    }

    private record Asked<K>(QuestionForm form, float[] vector, K key) {
        double cosine(float[] other) {
            if (other.length != vector.length) {
                return 0;
            }
            float sum = 0;
            for (int i = 0; i < other.length; i++) {
                sum += other[i] * vector[i];
            }
            return sum;
        }
    }

    /** Questions of one scope and one version. */
    private static final class Group<K> {
        private String version = "";
        private final Deque<Asked<K>> asked = new ArrayDeque<>();

        synchronized void add(String now, Asked<K> one, int most) {
            if (!now.equals(version)) {
                asked.clear();
                version = now;
            }
            asked.removeIf(other -> other.key().equals(one.key()));
            asked.addFirst(one);
            while (asked.size() > most) {
                asked.removeLast();
            }
        }

        synchronized Optional<K> find(String now, String question, float[] vector, double threshold) {
            if (!now.equals(version)) {
                return Optional.empty();
            }
            Map<QuestionWords, QuestionForm> forms = new HashMap<>();
            double nearest = threshold;
            @Nullable K found = null;
            for (Asked<K> one : asked) {
                double cosine = one.cosine(vector);
                if (cosine >= nearest
                        && forms.computeIfAbsent(one.form().words(), words -> QuestionReader.read(question, words))
                                .asksTheSameAs(one.form())) {
                    nearest = cosine;
                    found = one.key();
                }
            }
            return Optional.ofNullable(found);
        }
    }
}
