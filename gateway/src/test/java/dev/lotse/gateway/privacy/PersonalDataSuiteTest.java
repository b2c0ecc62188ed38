package dev.lotse.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Recall and precision over {@code privacy/cases.tsv}. A marked span counts as found when findings of its kind cover all of it;
 * a finding counts as right when it touches a marked span of its kind and reaches at most three characters beyond it.
 */
class PersonalDataSuiteTest {
    private static final Pattern MARK = Pattern.compile("«([A-Z_]+):([^»]*)»");
    private static final int SLACK = 3;
    private final PersonalDataFinder finder = new PersonalDataFinder();

    record Case(String lang, String text, List<Finding> gold) {}

    private static final class Score {
        private int gold;
        private int found;
        private int findings;
        private int right;

        double recall() {
            return gold == 0 ? 1 : (double) found / gold;
        }

        double precision() {
            return findings == 0 ? 1 : (double) right / findings;
        }
    }

    @Test
    void findsNearlyAllAndLittleElse() throws IOException {
        var cases = cases();
        var total = new Score();
        var byKind = new EnumMap<PersonalDataKind, Score>(PersonalDataKind.class);
        int negatives = 0;
        for (var one : cases) {
            negatives += one.gold().isEmpty() ? 1 : 0;
            var findings = finder.find(one.text());
            for (var gold : one.gold()) {
                boolean found = findings.stream()
                        .anyMatch(f -> f.kind() == gold.kind() && f.start() <= gold.start() && f.end() >= gold.end());
                count(byKind, total, gold.kind(), found, true);
                if (!found) {
                    System.out.println("missed " + gold.kind() + " in: " + one.text() + " -> " + findings);
                }
            }
            for (var finding : findings) {
                boolean right = one.gold().stream()
                        .anyMatch(g -> g.kind() == finding.kind()
                                && finding.overlaps(g)
                                && finding.start() >= g.start() - SLACK
                                && finding.end() <= g.end() + SLACK);
                count(byKind, total, finding.kind(), right, false);
                if (!right) {
                    System.out.println(
                            "wrong " + finding.kind() + " «" + finding.in(one.text()) + "» in: " + one.text());
                }
            }
        }
        report(cases.size(), negatives, total, byKind);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(400);
        assertThat(negatives).isGreaterThanOrEqualTo(120);
        assertThat(total.recall()).isGreaterThanOrEqualTo(0.97);
        assertThat(total.precision()).isGreaterThanOrEqualTo(0.97);
    }

    private static void report(int cases, int negatives, Score total, Map<PersonalDataKind, Score> byKind) {
        System.out.printf(
                "personal data: %d cases, %d without any, %d spans: recall %.4f, precision %.4f%n",
                cases, negatives, total.gold, total.recall(), total.precision());
        byKind.forEach((kind, score) -> System.out.printf(
                "  %-16s %3d spans  recall %.3f  precision %.3f%n",
                kind, score.gold, score.recall(), score.precision()));
    }

    private static void count(
            Map<PersonalDataKind, Score> byKind, Score total, PersonalDataKind kind, boolean hit, boolean gold) {
        for (var score : List.of(total, byKind.computeIfAbsent(kind, ignored -> new Score()))) {
            if (gold) {
                score.gold++;
                score.found += hit ? 1 : 0;
            } else {
                score.findings++;
                score.right += hit ? 1 : 0;
            }
        }
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        var resource = PersonalDataSuiteTest.class.getResourceAsStream("/privacy/cases.tsv");
        try (var reader =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    cases.add(parse(line.substring(0, tab), line.substring(tab + 1)));
                }
            }
        }
        return cases;
    }

    private static Case parse(String lang, String marked) {
        var text = new StringBuilder();
        var gold = new ArrayList<Finding>();
        var matcher = MARK.matcher(marked);
        int from = 0;
        while (matcher.find()) {
            text.append(marked, from, matcher.start());
            int start = text.length();
            text.append(matcher.group(2));
            gold.add(new Finding(PersonalDataKind.valueOf(matcher.group(1)), start, text.length()));
            from = matcher.end();
        }
        text.append(marked.substring(from));
        return new Case(lang, text.toString(), gold);
    }
}
