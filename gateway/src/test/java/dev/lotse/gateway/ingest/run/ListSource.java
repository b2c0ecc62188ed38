package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.retrieval.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A source of listed events. */
final class ListSource implements PageSource {
    private final List<SourceEvent> listed;
    private final Runnable before;
    private final Runnable after;
    private int published;

    ListSource(List<SourceEvent> listed) {
        this(listed, () -> {}, () -> {});
    }

    private ListSource(List<SourceEvent> listed, Runnable before, Runnable after) {
        this.listed = listed;
        this.before = before;
        this.after = after;
    }

    static ListSource of(Page... pages) {
        List<SourceEvent> events = new ArrayList<>();
        for (Page page : pages) {
            events.add(new SourceEvent.Found(page));
        }
        return new ListSource(events);
    }

    /** So many pages of one passage each, no two alike. */
    static ListSource many(int count) {
        List<SourceEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new SourceEvent.Found(page("page-" + i, "list", "Words of page number " + i + ".")));
        }
        return new ListSource(events);
    }

    static Page page(String id, String source, String text, Page.Link... links) {
        return new Page(
                id,
                id,
                "Title of " + id,
                List.of(),
                "en",
                null,
                null,
                null,
                List.of(),
                List.of(new Page.Section(List.of(), text)),
                List.of(links),
                source);
    }

    /** The same, with something done before reading. */
    ListSource before(Runnable action) {
        return new ListSource(listed, action, after);
    }

    /** The same, with something done after reading. */
    ListSource after(Runnable action) {
        return new ListSource(listed, before, action);
    }

    int publishedCount() {
        return published;
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public long expected() {
        return listed.size();
    }

    @Override
    public void read(Consumer<SourceEvent> events) {
        before.run();
        listed.forEach(events);
        after.run();
    }

    @Override
    public void published() {
        published++;
    }
}
