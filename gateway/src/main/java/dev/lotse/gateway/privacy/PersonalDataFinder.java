package dev.lotse.gateway.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds personal data in German and English texts. Thread-safe. */
public final class PersonalDataFinder {
    private final List<Detector> detectors = List.of(
            new SecretDetector(),
            new EmailDetector(),
            new IbanDetector(),
            new InsuranceDetector(),
            new DocumentDetector(),
            new NumberDetector(),
            new AddressDetector());

    /** What was found, in order of the text, without overlaps. */
    public List<Finding> find(String text) {
        var all = new ArrayList<Finding>();
        for (var detector : detectors) {
            detector.scan(text, all);
        }
        if (all.size() > 1) {
            all.sort(Comparator.comparingInt(Finding::start).thenComparing(Finding::kind));
            return withoutOverlaps(all);
        }
        return List.copyOf(all);
    }

    private static List<Finding> withoutOverlaps(List<Finding> sorted) {
        var kept = new ArrayList<Finding>();
        for (var finding : sorted) {
            if (!kept.isEmpty() && kept.getLast().overlaps(finding)) {
                var last = kept.getLast();
                boolean better = finding.kind().compareTo(last.kind()) < 0;
                var winner = better ? finding : last;
                // The loser's text is personal data all the same: the winner covers it too.
                kept.set(
                        kept.size() - 1, new Finding(winner.kind(), last.start(), Math.max(last.end(), finding.end())));
            } else {
                kept.add(finding);
            }
        }
        return List.copyOf(kept);
    }
}
