package dev.lotse.gateway.retrieval;

import java.util.List;

/**
 * A piece of a page that is embedded, highlighted and cited as one.
 *
 * @param ordinal position within the page, from 0
 * @param headings the headings above it, outermost first, without the page title
 * @param text at most about 200 model tokens, on sentence borders where possible
 * @param hash SHA-256 (hexadecimal) of everything that the encoder reads for this passage
 */
public record Passage(int ordinal, List<String> headings, String text, String hash) {
    public Passage {
        headings = List.copyOf(headings);
    }
}
