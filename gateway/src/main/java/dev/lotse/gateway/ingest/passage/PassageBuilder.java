package dev.lotse.gateway.ingest.passage;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts pages into passages on heading and sentence borders. Thread-safe as far as the token counter is.
 *
 * <p>A section is cut into equal parts, so that no short rest arises. Sections that are too short to stand alone are joined with
 * the next (the last with the one before); their headings then stand in the text, and the passage's heading path is what its
 * sections have in common.
 */
public final class PassageBuilder {
    private final PassageSettings settings;
    private final ToIntFunction<String> tokenCounter;

    /**
     * @param tokenCounter tokens of the encoder in a text, without special tokens
     */
    public PassageBuilder(PassageSettings settings, ToIntFunction<String> tokenCounter) {
        this.settings = settings;
        this.tokenCounter = tokenCounter;
    }

    /** The page's passages in reading order: at least one, at most {@link PassageSettings#maxPassages}. */
    public List<Passage> passages(Page page) {
        List<Passage> passages = new ArrayList<>();
        for (List<Unit> segment : segments(page)) {
            cut(page, segment, passages);
            if (passages.size() >= settings.maxPassages()) {
                return List.copyOf(passages.subList(0, settings.maxPassages()));
            }
        }
        if (passages.isEmpty()) {
            passages.add(passage(page, 0, List.of(), page.title()));
        }
        return List.copyOf(passages);
    }

    /** Groups sections until each group is long enough to stand alone. */
    private List<List<Unit>> segments(Page page) {
        UnitReader reader = new UnitReader(page.lang(), settings.maxTokens(), tokenCounter);
        List<List<Unit>> segments = new ArrayList<>();
        List<Unit> segment = new ArrayList<>();
        List<Page.Section> sections = page.sections();
        List<String> previous = List.of();
        for (int i = 0; i < sections.size(); i++) {
            Page.Section section = sections.get(i);
            boolean parentOnly = section.text().isEmpty()
                    && i + 1 < sections.size()
                    && isBelow(sections.get(i + 1).headings(), section.headings());
            if (parentOnly) {
                // Its heading comes with the path of the section below.
                continue;
            }
            segment.addAll(reader.read(section, previous));
            previous = section.headings();
            if (tokens(segment) >= settings.minTokens()) {
                segments.add(segment);
                segment = new ArrayList<>();
            }
        }
        if (!segment.isEmpty()) {
            if (!segments.isEmpty() && tokens(segment) + tokens(segments.getLast()) <= settings.maxTokens()) {
                segments.getLast().addAll(segment);
            } else {
                segments.add(segment);
            }
        }
        return segments;
    }

    private void cut(Page page, List<Unit> segment, List<Passage> passages) {
        int total = tokens(segment);
        int parts = (total + settings.maxTokens() - 1) / settings.maxTokens();
        // Aim a little above the even share: units do not fall exactly on borders.
        int target =
                parts <= 1 ? settings.maxTokens() : Math.min(settings.maxTokens(), total / parts + total / parts / 8);
        List<Unit> current = new ArrayList<>();
        int size = 0;
        for (Unit unit : segment) {
            boolean full = size + unit.tokens() > settings.maxTokens() || (size >= target && !current.isEmpty());
            if (full && !current.isEmpty()) {
                List<Unit> carried = carried(current, unit);
                if (!carried.isEmpty() && carried.getLast().heading()) {
                    current.removeLast();
                }
                add(page, current, passages);
                current = carried;
                size = tokens(current);
            }
            current.add(unit);
            size += unit.tokens();
        }
        add(page, current, passages);
    }

    /** What the next passage starts with: a heading that would stand at the end, or the last sentence again. */
    private List<Unit> carried(List<Unit> current, Unit next) {
        List<Unit> carried = new ArrayList<>();
        Unit last = current.getLast();
        boolean fits = last.tokens() <= settings.overlapTokens()
                && last.tokens() + next.tokens() <= settings.maxTokens()
                && last.headings().equals(next.headings());
        if (last.heading() ? current.size() > 1 : fits && current.size() > 1 && !next.heading()) {
            carried.add(last);
        }
        return carried;
    }

    private void add(Page page, List<Unit> units, List<Passage> passages) {
        List<String> common = null;
        for (Unit unit : units) {
            if (!unit.heading()) {
                common = common == null ? unit.headings() : commonPrefix(common, unit.headings());
            }
        }
        List<String> path = common == null ? units.getFirst().above() : common;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            boolean inPath = unit.heading() && isBelowOrSame(path, unit.headings());
            if (!inPath) {
                String separator = text.isEmpty() ? "" : unit.startsLine() ? "\n" : " ";
                text.append(separator).append(unit.text());
            }
        }
        if (!text.isEmpty()) {
            passages.add(passage(page, passages.size(), path, text.toString()));
        }
    }

    private static Passage passage(Page page, int ordinal, List<String> headings, String text) {
        String hash = PassageText.hash(PassageText.of(page.title(), headings, text));
        return new Passage(ordinal, headings, text, hash);
    }

    private static int tokens(List<Unit> units) {
        return units.stream().mapToInt(Unit::tokens).sum();
    }

    private static List<String> commonPrefix(List<String> a, List<String> b) {
        int length = 0;
        while (length < a.size() && length < b.size() && a.get(length).equals(b.get(length))) {
            length++;
        }
        return a.subList(0, length);
    }

    private static boolean isBelow(List<String> path, List<String> above) {
        return path.size() > above.size() && isBelowOrSame(path, above);
    }

    private static boolean isBelowOrSame(List<String> path, List<String> above) {
        return path.size() >= above.size() && path.subList(0, above.size()).equals(above);
    }
}
