package dev.lotse.gateway.ingest.passage;

import java.util.List;

/**
 * The smallest piece that passages are put together from: a sentence, or a heading in the flow of the text.
 *
 * @param text not empty, without line breaks
 * @param tokens tokens of the encoder in it
 * @param headings path of its section; of a heading, the path that ends with it
 * @param heading whether it is a heading
 * @param startsLine whether a line break stands before it
 */
record Unit(String text, int tokens, List<String> headings, boolean heading, boolean startsLine) {
    /** The path above a heading. */
    List<String> above() {
        return headings.isEmpty() ? headings : headings.subList(0, headings.size() - 1);
    }
}
