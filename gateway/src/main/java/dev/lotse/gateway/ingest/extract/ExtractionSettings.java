package dev.lotse.gateway.ingest.extract;

import java.time.ZoneId;

/**
 * Limits of extraction.
 *
 * @param maxBytes bytes of a document that are read, 1 KiB to 100 MiB; what follows is left out and reported
 * @param maxTags opening of tags that are read, from 1,000; bounds the memory of the parsed tree (about 500 bytes each)
 * @param zone of dates that come without one
 */
public record ExtractionSettings(int maxBytes, int maxTags, ZoneId zone) {
    /** 10 MiB, 200,000 tags, Central European time. */
    public static final ExtractionSettings DEFAULT =
            new ExtractionSettings(10 << 20, 200_000, ZoneId.of("Europe/Berlin"));

    public ExtractionSettings {
        if (maxBytes < 1 << 10 || maxBytes > 100 << 20) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " is not within 1024 to 104857600");
        }
        if (maxTags < 1000) {
            throw new IllegalArgumentException("maxTags: " + maxTags + " is below 1000");
        }
    }
}
