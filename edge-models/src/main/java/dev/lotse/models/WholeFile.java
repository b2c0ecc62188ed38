package dev.lotse.models;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * Writes files that appear under their name only when they are whole: into a temporary file beside it, then renamed. A
 * process that is killed in between leaves a {@code .part} file, which the next write into that folder removes when it
 * is older than {@link #STALE}; younger ones may belong to another process that is still writing.
 */
final class WholeFile {
    static final Duration STALE = Duration.ofHours(6);

    private static final String SUFFIX = ".part";

    private WholeFile() {}

    /** Fills a file that exists and is empty. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path part) throws IOException;
    }

    /**
     * Makes the folder where it is missing and writes the file, replacing an older one.
     *
     * @throws IOException when it cannot be written; the older file is as it was then
     */
    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        removeStale(folder);
        Path part = Files.createTempFile(folder, file.getFileName() + ".", SUFFIX);
        try {
            content.writeTo(part);
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A rename in one step, or in two where the file system has no other way. */
    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void removeStale(Path folder) throws IOException {
        long limit = System.currentTimeMillis() - STALE.toMillis();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).compareTo(FileTime.fromMillis(limit)) < 0) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }
}
