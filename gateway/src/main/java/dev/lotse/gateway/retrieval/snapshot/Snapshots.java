package dev.lotse.gateway.retrieval.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.SearchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The copies of sites that an engine on this machine holds, and what each was copied from. A copy replaces the former one only
 * when it is whole.
 *
 * <p>Thread-safe; one process takes copies into a folder.
 */
public final class Snapshots implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SearchEngine copies;
    private final Path notes;
    private final InstantSource time;
    private final Map<String, Snapshot> known = new ConcurrentHashMap<>();

    /**
     * What a copy is of.
     *
     * @param of fingerprint of the site in the engine it was copied from
     * @param takenAt when copying began, in ISO 8601
     */
    public record Snapshot(String of, String takenAt) {
        Instant instant() {
            return Instant.parse(takenAt);
        }
    }

    /**
     * Finds the copies of former runs.
     *
     * @param copies holds them, and is closed with this object
     * @param notes folder that says what each is of; made when the first is taken
     */
    public Snapshots(SearchEngine copies, Path notes, InstantSource time) {
        this.copies = copies;
        this.notes = notes;
        this.time = time;
    }

    /** What the copy of a site is of, or empty where there is none that can be searched. */
    public Optional<Snapshot> of(String site) {
        if (!copies.sites().contains(site)) {
            return Optional.empty();
        }
        Snapshot snapshot = known.get(site);
        if (snapshot == null) {
            Optional<Snapshot> read = read(site);
            read.ifPresent(found -> known.putIfAbsent(site, found));
            return read;
        }
        return Optional.of(snapshot);
    }

    /** The engine that searches the copies. */
    SearchEngine engine() {
        return copies;
    }

    /**
     * Copies a site unless the copy is as new as the site.
     *
     * @return whether a copy was made
     * @throws EngineException when it cannot be read or written; the former copy stays
     */
    boolean take(SearchEngine from, String site) {
        String fingerprint = from.fingerprint(site);
        if (of(site).filter(taken -> taken.of().equals(fingerprint)).isPresent()) {
            return false;
        }
        Instant at = time.instant().truncatedTo(ChronoUnit.SECONDS);
        GenerationInfo info = from.info(site);
        try (GenerationWriter writer = copies.newGeneration(site, info)) {
            from.forEachPage(site, writer::add);
            if (!from.info(site).equals(info)) {
                throw new EngineException("site '" + site + "' came to be of another encoder while it was copied");
            }
            writer.publish();
        }
        write(site, new Snapshot(fingerprint, at.toString()));
        return true;
    }

    private Path note(String site) {
        return notes.resolve(site + ".json");
    }

    private Optional<Snapshot> read(String site) {
        try {
            Snapshot snapshot = JSON.readValue(Files.readAllBytes(note(site)), Snapshot.class);
            Instant unused = snapshot.instant();
            return Optional.of(snapshot);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            // Damaged: without knowing what it is of, the copy is made again.
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineException("the note on the snapshot of site '" + site + "' cannot be read: " + e, e);
        }
    }

    private void write(String site, Snapshot snapshot) {
        try {
            Files.createDirectories(notes);
            Path unfinished = notes.resolve(site + ".json.new");
            Files.write(unfinished, JSON.writeValueAsBytes(snapshot));
            Files.move(unfinished, note(site), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EngineException("the note on the snapshot of site '" + site + "' cannot be written: " + e, e);
        }
        known.put(site, snapshot);
    }

    @Override
    public void close() {
        copies.close();
    }
}
