package dev.lotse.gateway.ingest.passage;

/**
 * How pages are cut into passages; all lengths in tokens of the encoder.
 *
 * @param maxTokens most tokens of a passage's text, 32 to 400
 * @param minTokens sections below are joined with their neighbours, 0 to {@code maxTokens / 2}
 * @param overlapTokens a passage repeats the last sentence of the one before where that is not longer; 0 for no overlap
 * @param maxPassages most passages of one page, from 1; what follows is not indexed
 */
public record PassageSettings(int maxTokens, int minTokens, int overlapTokens, int maxPassages) {
    /** 200 tokens, joined below 40, up to 40 repeated, 1,000 passages (as many words as a book of 400 pages). */
    public static final PassageSettings DEFAULT = new PassageSettings(200, 40, 40, 1000);

    public PassageSettings {
        check("maxTokens", maxTokens, 32, 400);
        check("minTokens", minTokens, 0, maxTokens / 2);
        check("overlapTokens", overlapTokens, 0, maxTokens / 2);
        check("maxPassages", maxPassages, 1, 100_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not within " + least + " to " + most);
        }
    }
}
