package dev.lotse.gateway.release;

import dev.lotse.gateway.release.ReleaseException.Kind;
import dev.lotse.gateway.release.ReleaseStore.Reader;
import dev.lotse.gateway.release.ReleaseStore.Writer;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.EntryProblem;
import dev.lotse.gateway.rules.RuleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The life of synonyms and rules: edited in change sets, published one change set at a time, rolled back. An edit says what it
 * began with, by hash, and is refused where that is no longer so. Thread-safe.
 */
public final class Releases {
    private final ReleaseStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Runnable published;

    /**
     * @param random makes ids
     * @param published is run after each release
     */
    public Releases(ReleaseStore store, InstantSource clock, RandomGenerator random, Runnable published) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.published = published;
    }

    /** Reads one consistent state. */
    public <T> T read(String site, Function<Reader, T> work) {
        return store.read(site, work);
    }

    /**
     * What a site has.
     *
     * @param changeSet lay its changes over the release, or null
     */
    public SiteView view(String site, @Nullable String changeSet) {
        return store.read(site, reader -> view(reader, changeSet));
    }

    private static SiteView view(Reader reader, @Nullable String changeSet) {
        int number = reader.latest();
        RuleSet released = reader.content(number).orElse(RuleSet.EMPTY);
        if (changeSet == null) {
            return SiteView.of(number, released, List.of());
        }
        ChangeSet found = known(reader, changeSet);
        return SiteView.of(number, released, found.isOpen() ? reader.changes(found.id()) : List.of());
    }

    /** A new id. */
    public String newId() {
        return String.format("%016x", random.nextLong());
    }

    /** Opens a change set. */
    public ChangeSet open(String site, String name, String note, String actor) {
        return store.write(site, writer -> {
            Instant now = clock.instant();
            ChangeSet opened = new ChangeSet(newId(), name, note, ChangeSet.State.OPEN, now, actor, now, null, null, 1);
            writer.put(opened);
            audit(writer, actor, "change-set.open", opened.id(), name);
            return opened;
        });
    }

    /** Renames a change set. */
    public ChangeSet rename(String site, String id, int revision, String name, String note, String actor) {
        return store.write(site, writer -> {
            ChangeSet renamed = current(writer, id, revision).renamed(name, note, clock.instant());
            writer.put(renamed);
            audit(writer, actor, "change-set.rename", id, name);
            return renamed;
        });
    }

    /** Throws a change set away; it stays in the history. */
    public void discard(String site, String id, int revision, String actor) {
        store.write(site, writer -> {
            ChangeSet open = current(writer, id, revision);
            writer.put(open.in(ChangeSet.State.DISCARDED, null, null, clock.instant()));
            audit(writer, actor, "change-set.discard", id, open.name());
            return true;
        });
    }

    /**
     * Adds, changes or deletes an entry in a change set.
     *
     * @param entry what it is to become, or null to delete it
     * @param expected hash of the entry that the editor saw, or null where there was none
     */
    public ChangeSet edit(
            String site,
            String changeSet,
            EntryKind kind,
            String id,
            @Nullable Entry entry,
            @Nullable String expected,
            String actor) {
        return store.write(site, writer -> {
            ChangeSet open = open(writer, changeSet);
            SiteView view = view(writer, changeSet);
            String found = SiteView.hash(view.effective(), kind, id);
            if (!Objects.equals(found, expected)) {
                throw new ReleaseException(
                        Kind.CHANGED,
                        expected == null
                                ? kind.wireName() + " '" + id + "' exists already"
                                : kind.wireName() + " '" + id + "' was " + (found == null ? "deleted" : "changed")
                                        + " since it was read");
            }
            return save(
                    writer,
                    open,
                    view,
                    List.of(change(view, view.changes(kind).get(id), kind, id, entry, actor)),
                    actor);
        });
    }

    /** Adds or replaces many entries at once, whatever was there; such as those of a file. */
    public ChangeSet merge(
            String site,
            String changeSet,
            List<? extends Entry> entries,
            List<String> deletions,
            EntryKind kind,
            String actor) {
        return store.write(site, writer -> {
            ChangeSet open = open(writer, changeSet);
            SiteView view = view(writer, changeSet);
            Map<String, Change> earlier = view.changes(kind);
            List<Change> changes = new ArrayList<>();
            for (Entry entry : entries) {
                if (!entry.equals(view.effective().of(kind).get(entry.id()))) {
                    changes.add(change(view, earlier.get(entry.id()), kind, entry.id(), entry, actor));
                }
            }
            deletions.forEach(id -> changes.add(change(view, earlier.get(id), kind, id, null, actor)));
            return save(writer, open, view, changes, actor);
        });
    }

    private Change change(
            SiteView view, @Nullable Change earlier, EntryKind kind, String id, @Nullable Entry entry, String actor) {
        // The first edit of an entry in this change set is the one that remembers what it began with.
        String base = earlier == null ? SiteView.hash(view.released(), kind, id) : earlier.base();
        return new Change(kind, id, entry, base, clock.instant(), actor);
    }

    private ChangeSet save(Writer writer, ChangeSet open, SiteView view, List<Change> changes, String actor) {
        for (Change change : changes) {
            boolean nothing = change.entry() == null && change.base() == null;
            if (nothing) {
                writer.remove(open.id(), change.kind(), change.id());
            }
        }
        writer.put(
                open.id(),
                changes.stream()
                        .filter(change -> change.entry() != null || change.base() != null)
                        .toList());
        ChangeSet edited = open.edited(clock.instant());
        writer.put(edited);
        if (changes.size() == 1) {
            Change only = changes.getFirst();
            Entry shown =
                    only.entry() == null ? view.effective().of(only.kind()).get(only.id()) : only.entry();
            audit(
                    writer,
                    actor,
                    only.kind().wireName() + (only.entry() == null ? ".delete" : ".put"),
                    only.id(),
                    shown == null ? "" : shown.label());
        } else if (!changes.isEmpty()) {
            audit(writer, actor, "change-set.import", open.id(), changes.size() + " entries");
        }
        return edited;
    }

    /** Takes an entry out of a change set, which leaves it as it is released. */
    public ChangeSet revert(String site, String changeSet, EntryKind kind, String id, String actor) {
        return store.write(site, writer -> {
            ChangeSet edited = open(writer, changeSet).edited(clock.instant());
            writer.remove(changeSet, kind, id);
            writer.put(edited);
            audit(writer, actor, kind.wireName() + ".revert", id, "");
            return edited;
        });
    }

    /**
     * Why a change set cannot be published; empty where it can.
     *
     * @throws ReleaseException where there is none
     */
    public List<EntryProblem> check(String site, String changeSet) {
        return problems(view(site, changeSet));
    }

    private static List<EntryProblem> problems(SiteView view) {
        List<EntryProblem> problems = new ArrayList<>();
        for (Change conflict : view.conflicts()) {
            String path = conflict.kind().wireName() + "s/" + conflict.id();
            problems.add(
                    new EntryProblem(
                            path,
                            conflict.entry() == null ? null : conflict.entry().label(),
                            "an entry that nobody else has released meanwhile",
                            conflict.kind().wireName() + " '" + conflict.id()
                                    + "' was released otherwise since this change set began to edit it; revert it or edit it again"));
        }
        problems.addAll(CompiledRules.problems(view.effective()));
        return problems;
    }

    /** Publishes a change set at a time to come. */
    public ChangeSet schedule(String site, String id, int revision, Instant at, String actor) {
        return store.write(site, writer -> {
            ChangeSet open = current(writer, id, revision);
            if (!at.isAfter(clock.instant())) {
                throw new ReleaseException(Kind.INVALID, "at is " + at + "; allowed is a time to come");
            }
            refuse(problems(view(writer, id)));
            ChangeSet scheduled = open.in(ChangeSet.State.SCHEDULED, at, null, clock.instant());
            writer.put(scheduled);
            audit(writer, actor, "change-set.schedule", id, at.toString());
            return scheduled;
        });
    }

    /**
     * Makes a release of what is in force and one change set.
     *
     * @throws ReleaseException naming every reason why it cannot be one; nothing is changed then
     */
    public Release publish(String site, String id, int revision, String note, String actor) {
        Release release = store.write(site, writer -> {
            ChangeSet open = current(writer, id, revision);
            SiteView view = view(writer, id);
            refuse(problems(view));
            if (view.effective().equals(view.released())) {
                throw new ReleaseException(Kind.CONFLICT, "the change set changes nothing");
            }
            Release made = add(writer, view.effective(), note.isEmpty() ? open.name() : note, id, null, actor);
            writer.put(open.in(ChangeSet.State.PUBLISHED, null, made.number(), clock.instant()));
            audit(writer, actor, "release.publish", made.version(), open.name());
            return made;
        });
        published.run();
        return release;
    }

    /** Makes an earlier release's content the release in force again, as a new release. */
    public Release restore(String site, int number, String note, String actor) {
        Release release = store.write(site, writer -> {
            RuleSet content = number == 0
                    ? RuleSet.EMPTY
                    : writer.content(number)
                            .orElseThrow(() -> new ReleaseException(Kind.NOT_FOUND, "there is no release " + number));
            if (number == writer.latest()) {
                throw new ReleaseException(Kind.CONFLICT, "release " + number + " is in force already");
            }
            Release made = add(writer, content, note, null, number, actor);
            audit(writer, actor, "release.restore", made.version(), "content of release " + number);
            return made;
        });
        published.run();
        return release;
    }

    /** Publishes what is due. A change set that cannot be published any more is opened again, and the audit says why. */
    public void publishDue() {
        store.latest().keySet().forEach(this::publishDue);
    }

    private void publishDue(String site) {
        Instant now = clock.instant();
        List<ChangeSet> due = store.read(site, reader -> reader.changeSets(true, 1000)).stream()
                .filter(set -> set.publishAt() != null && !set.publishAt().isAfter(now))
                .toList();
        for (ChangeSet set : due) {
            try {
                Release unused = publish(site, set.id(), set.revision(), set.note(), "schedule");
            } catch (ReleaseException e) {
                store.write(site, writer -> {
                    ChangeSet found = known(writer, set.id());
                    if (found.revision() == set.revision()) {
                        writer.put(found.in(ChangeSet.State.OPEN, null, null, clock.instant()));
                        audit(writer, "schedule", "change-set.refused", set.id(), String.valueOf(e.getMessage()));
                    }
                    return true;
                });
            }
        }
    }

    private Release add(
            Writer writer,
            RuleSet content,
            String note,
            @Nullable String changeSet,
            @Nullable Integer restores,
            String actor) {
        Release release =
                new Release(writer.latest() + 1, hash(content), clock.instant(), actor, note, changeSet, restores);
        writer.add(release, content);
        return release;
    }

    /** SHA-256 of a content. */
    static String hash(RuleSet content) {
        StringBuilder all = new StringBuilder();
        content.synonyms()
                .values()
                .forEach(entry -> all.append(EntryJson.text(entry)).append('\n'));
        content.rules()
                .values()
                .forEach(entry -> all.append(EntryJson.text(entry)).append('\n'));
        return EntryJson.sha256(all.toString());
    }

    private static void refuse(List<EntryProblem> problems) {
        if (!problems.isEmpty()) {
            throw new ReleaseException(
                    Kind.INVALID,
                    problems.size() == 1
                            ? problems.getFirst().detail()
                            : problems.size() + " entries keep this from being a release",
                    problems);
        }
    }

    private static ChangeSet known(Reader reader, String id) {
        return reader.changeSet(id)
                .orElseThrow(() -> new ReleaseException(Kind.NOT_FOUND, "there is no change set '" + id + "'"));
    }

    private static ChangeSet open(Reader reader, String id) {
        ChangeSet found = known(reader, id);
        if (!found.isOpen()) {
            throw new ReleaseException(
                    Kind.CONFLICT, "change set '" + id + "' is " + found.state().wireName() + " already");
        }
        return found;
    }

    private static ChangeSet current(Reader reader, String id, int revision) {
        ChangeSet open = open(reader, id);
        if (open.revision() != revision) {
            throw new ReleaseException(Kind.CHANGED, "change set '" + id + "' was changed since it was read");
        }
        return open;
    }

    private void audit(Writer writer, String actor, String action, String subject, String detail) {
        writer.audit(new AuditEntry(0, clock.instant(), actor, action, subject, detail, ""));
    }
}
