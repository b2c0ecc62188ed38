package dev.lotse.gateway.retrieval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small pages for tests, with vectors that are chosen by hand. */
public final class TestPages {
    public static final GenerationInfo INFO = new GenerationInfo("test-encoder@1", 4);

    private String id = "page";
    private String title = "Titel";
    private String lang = "de";
    private final List<String> tags = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private final List<String> inbound = new ArrayList<>();
    private @Nullable Instant updatedAt;
    private @Nullable Instant validFrom;
    private @Nullable Instant validUntil;
    private String source = "push";

    private TestPages() {}

    public static TestPages page(String id, String title) {
        TestPages page = new TestPages();
        page.id = id;
        page.title = title;
        return page;
    }

    /** A unit vector in the plane of the first two dimensions: 0 degrees is (1, 0, 0, 0). */
    public static float[] direction(double degrees) {
        double radians = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(radians), (float) Math.sin(radians), 0, 0};
    }

    public TestPages passage(String text, double degrees) {
        texts.add(text);
        vectors.add(direction(degrees));
        return this;
    }

    public TestPages lang(String value) {
        lang = value;
        return this;
    }

    public TestPages tag(String value) {
        tags.add(value);
        return this;
    }

    public TestPages inbound(String text) {
        inbound.add(text);
        return this;
    }

    public TestPages updated(Instant value) {
        updatedAt = value;
        return this;
    }

    public TestPages valid(@Nullable Instant from, @Nullable Instant until) {
        validFrom = from;
        validUntil = until;
        return this;
    }

    public TestPages source(String value) {
        source = value;
        return this;
    }

    public PageDocument build() {
        if (texts.isEmpty()) {
            passage(title, 180);
        }
        List<Passage> passages = new ArrayList<>();
        List<Page.Section> sections = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            passages.add(new Passage(i, List.of(), texts.get(i), "hash-" + id + "-" + i));
            sections.add(new Page.Section(List.of(), texts.get(i)));
        }
        Page page = new Page(
                id,
                "/" + id + ".html",
                title,
                List.of("Start"),
                lang,
                updatedAt,
                validFrom,
                validUntil,
                tags,
                sections,
                List.of(),
                source);
        return new PageDocument(page, passages, vectors, inbound);
    }
}
