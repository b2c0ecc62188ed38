package dev.lotse.gateway.ingest.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads pages from newline-delimited JSON, line by line, never more than one line in memory. Every line that is not empty has
 * exactly one result. Thread-safe.
 *
 * <p>Fields: {@code objectID}, {@code url} (both required), {@code title} (required with {@code text} and {@code sections}),
 * one of {@code html}, {@code markdown}, {@code text}, {@code sections: [{headings: [], text}]}, and, if need be, {@code lang},
 * {@code tags}, {@code breadcrumbs}, {@code updatedAt}, {@code validFrom}, {@code validUntil}.
 */
public final class NdjsonPages {
    private final ObjectMapper json;
    private final PushedPages pages;
    private final NdjsonLimits limits;

    public NdjsonPages(PageExtractor extractor, LanguageDetector detector, NdjsonLimits limits) {
        this.pages = new PushedPages(extractor, detector);
        this.limits = limits;
        this.json = new ObjectMapper(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(50)
                                .maxStringLength(limits.maxLineBytes())
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * Reads to the end of the stream.
     *
     * @param results is given each line's result in order
     * @throws IOException when the stream cannot be read
     */
    public void read(InputStream in, Consumer<LineResult> results) throws IOException {
        BoundedLines lines = new BoundedLines(in, limits.maxLineBytes());
        Map<String, Long> seen = new HashMap<>();
        int count = 0;
        for (BoundedLines.Line line = lines.read(); line != null; line = lines.read()) {
            byte[] bytes = line.bytes();
            if (bytes != null && isBlank(bytes)) {
                continue;
            }
            if (++count > limits.maxLines()) {
                results.accept(wrong(
                        line.number(),
                        "beyond the limit",
                        "at most " + limits.maxLines()
                                + " lines at once; send this and the following lines separately"));
                return;
            }
            results.accept(
                    bytes == null
                            ? wrong(line.number(), "too long", "at most " + limits.maxLineBytes() + " bytes")
                            : unique(read(line.number(), bytes), seen));
        }
    }

    /** Reads one page, as of a single document put by the API. */
    public LineResult read(long line, byte[] object) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(object))
                    .toString();
        } catch (CharacterCodingException e) {
            return wrong(line, "not in UTF-8", "a JSON object in UTF-8");
        }
        try {
            JsonNode node = json.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            return node instanceof ObjectNode fields
                    ? pages.read(line, fields)
                    : wrong(line, JsonFields.shown(node), "a JSON object");
        } catch (JsonProcessingException e) {
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            return wrong(line, "malformed" + column + ": " + firstSentence(e.getOriginalMessage()), "a JSON object");
        }
    }

    private static LineResult unique(LineResult result, Map<String, Long> seen) {
        if (result instanceof LineResult.Accepted accepted) {
            String objectId = accepted.page().objectId();
            Long first = seen.putIfAbsent(objectId, accepted.line());
            if (first != null) {
                return new LineResult.Rejected(
                        accepted.line(),
                        objectId,
                        List.of(new FieldError(
                                "objectID", objectId, "one line per objectID; line " + first + " has it too")));
            }
        }
        return result;
    }

    private static LineResult wrong(long line, String value, String allowed) {
        return new LineResult.Rejected(line, "", List.of(new FieldError("", value, allowed)));
    }

    private static String firstSentence(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
