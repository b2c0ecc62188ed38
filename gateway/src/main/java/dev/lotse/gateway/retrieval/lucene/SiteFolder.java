package dev.lotse.gateway.retrieval.lucene;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one site:
 *
 * <pre>
 * SITE/current            number of the serving generation, replaced atomically
 * SITE/generations/N/     a Lucene index, info.json, changes.log
 * SITE/build.lock         held while a generation is built
 * SITE/update.lock        held while the serving generation is changed or swapped
 * </pre>
 *
 * <p>Stateless; every method may be called from any thread and process.
 */
record SiteFolder(String site, Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURRENT = "current";

    /** Of what a generation holds. Generations of another one are not read; indexing the site again replaces them. */
    private static final int FORMAT = 2;

    /** The serving generation, or empty where the site has none. */
    OptionalLong current() {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(path.resolve(CURRENT)).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EngineException(
                    "cannot read " + path.resolve(CURRENT) + " (" + e.getMessage()
                            + "); it must hold the number of a folder below " + path.resolve("generations"),
                    e);
        }
    }

    Path generation(long number) {
        return path.resolve("generations").resolve(Long.toString(number));
    }

    Path changes(long number) {
        return generation(number).resolve("changes.log");
    }

    /** A new empty folder with a number above all others. */
    long createGeneration(GenerationInfo info) {
        Path generations = path.resolve("generations");
        try {
            Files.createDirectories(generations);
            long next = Math.max(
                            current().orElse(0),
                            numbers().stream().mapToLong(Long::longValue).max().orElse(0))
                    + 1;
            Files.createDirectory(generation(next));
            ObjectNode json = JSON.valueToTree(info);
            Files.write(generation(next).resolve("info.json"), JSON.writeValueAsBytes(json.put("format", FORMAT)));
            return next;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    GenerationInfo info(long number) {
        Path file = generation(number).resolve("info.json");
        try {
            ObjectNode json = JSON.readValue(Files.readAllBytes(file), ObjectNode.class);
            int format = json.path("format").asInt(1);
            if (format != FORMAT) {
                throw new EngineException("the index of site '" + site + "' has the format " + format
                        + " of another version of Lotse, this one reads " + FORMAT
                        + "; run 'lotse index' for it again");
            }
            return JSON.treeToValue(json.without("format"), GenerationInfo.class);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + "; run 'lotse index' for site '" + site + "' again", e);
        }
    }

    /** Makes the generation the serving one; survives a crash at any moment. */
    void swap(long number) {
        Path next = path.resolve(CURRENT + ".next");
        try {
            try (FileChannel file = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                file.write(StandardCharsets.UTF_8.encode(Long.toString(number)));
                file.force(true);
            }
            try {
                Files.move(
                        next,
                        path.resolve(CURRENT),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                throw new EngineException(
                        "the file system of " + path + " cannot rename atomically; use a local one", e);
            }
            try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Numbers of all generation folders, also unfinished ones. */
    List<Long> numbers() throws IOException {
        Path generations = path.resolve("generations");
        if (!Files.isDirectory(generations)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(generations)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
        }
    }

    void deleteGeneration(long number) {
        try {
            Files.walkFileTree(generation(number), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Another process was faster.
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The build lock, or null where another thread or process holds it. */
    @Nullable
    Lock tryBuildLock() {
        return lock("build.lock", false);
    }

    /** Waits for the update lock. Threads of one process must exclude each other before they call this. */
    Lock updateLock() {
        Lock lock = lock("update.lock", true);
        if (lock == null) {
            throw new EngineException("the index of site '" + site + "' is being changed by another thread");
        }
        return lock;
    }

    private @Nullable Lock lock(String name, boolean wait) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = wait ? channel.lock() : channel.tryLock();
                if (lock != null) {
                    return new Lock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // Held by this process: the same as held by another.
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
            return null;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    EngineException unwritable(IOException e) {
        return new EngineException(
                "cannot write the index of site '" + site + "' in " + path + " (" + e
                        + "); check space and permissions",
                e);
    }

    /** A lock between processes, released by closing. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new EngineException("cannot release a lock file", e);
            }
        }
    }
}
