package dev.lotse.benchmarks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results as JSON. Thread-safe. */
public final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private ResultFile() {}

    /** Writes a file, and the folders that it needs. */
    public static void write(Path file, Results results) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, JSON.writeValueAsString(results) + "\n");
    }

    /**
     * Reads a file.
     *
     * @throws IOException naming the file and what is wrong with it
     */
    public static Results read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    file + " is no file; 'bin/lotse bench load' and 'bin/lotse bench micro' make such files");
        }
        try {
            return JSON.readValue(Files.readString(file), Results.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " holds no results: " + e.getOriginalMessage(), e);
        }
    }
}
