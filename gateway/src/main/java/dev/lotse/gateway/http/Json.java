package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Streaming JSON with the settings of this server. Thread-safe. */
public final class Json {
    /**
     * Buffers are pooled for all threads: a pool per thread, Jackson's way for platform threads, would be thrown away with each
     * virtual thread.
     */
    public static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNumberLength(100)
                    .maxStringLength(50_000_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes one JSON value, and sees how much is written after a flush. */
    @FunctionalInterface
    interface PlacingWriter {
        void write(JsonGenerator json, ByteArrayOutputStream out) throws IOException;
    }

    /** The value as UTF-8. */
    public static byte[] bytes(Writer writer) {
        return bytes((json, out) -> writer.write(json));
    }

    /** The value as UTF-8, of a writer that wants to know where its parts begin. */
    static byte[] bytes(PlacingWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            writer.write(json, out);
        } catch (IOException e) {
            // Memory does not fail to be written to.
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What is wrong with a text that should be JSON, in one line with its place. */
    public static String describe(JsonProcessingException error) {
        JsonLocation at = error.getLocation();
        String message = error.getOriginalMessage();
        int end = message == null ? 0 : message.indexOf('\n');
        String first = message == null ? "not valid JSON" : end > 0 ? message.substring(0, end) : message;
        return at == null ? first : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + first;
    }
}
