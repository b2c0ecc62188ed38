package dev.lotse.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers that a file had the right checksum, so that it need not be hashed at every start.
 *
 * @param file the file
 * @param record where size, time of change and checksum are kept
 */
record Verification(Path file, Path record) {

    /** Whether the file has the checksum, by the record or, where that does not fit, by hashing. */
    boolean holds(String sha256) throws IOException {
        if (isRecorded(sha256)) {
            return true;
        }
        if (!ModelStore.sha256(file).equals(sha256)) {
            return false;
        }
        write(sha256);
        return true;
    }

    /** Whether the record says so and the file has not changed since. */
    boolean isRecorded(String sha256) throws IOException {
        return Files.isRegularFile(record)
                && Files.readString(record, StandardCharsets.UTF_8).strip().equals(line(sha256));
    }

    /** Notes that the file as it is now has this checksum. */
    void write(String sha256) throws IOException {
        String line = line(sha256) + "\n";
        WholeFile.write(record, part -> Files.writeString(part, line, StandardCharsets.UTF_8));
    }

    private String line(String sha256) throws IOException {
        return sha256 + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + " "
                + file.toAbsolutePath().normalize();
    }
}
