package dev.lotse.gateway.ingest.push;

/**
 * Limits of one stream of lines.
 *
 * @param maxLineBytes longest line in bytes, 1 KiB to 100 MiB
 * @param maxLines most lines that are not empty, 1 to 10 million; further ones are refused
 */
public record NdjsonLimits(int maxLineBytes, int maxLines) {
    /** 4 MiB a line, 500,000 lines. */
    public static final NdjsonLimits DEFAULT = new NdjsonLimits(4 << 20, 500_000);

    public NdjsonLimits {
        if (maxLineBytes < 1 << 10 || maxLineBytes > 100 << 20) {
            throw new IllegalArgumentException("maxLineBytes: " + maxLineBytes + " is not within 1024 to 104857600");
        }
        if (maxLines < 1 || maxLines > 10_000_000) {
            throw new IllegalArgumentException("maxLines: " + maxLines + " is not within 1 to 10000000");
        }
    }
}
