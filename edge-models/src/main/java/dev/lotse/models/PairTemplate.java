package dev.lotse.models;

import java.util.Arrays;

/**
 * How a tokeniser joins two texts: special tokens before, between and after them, and the token types. Learnt from one
 * joined pair, so that it fits BERT ({@code [CLS] a [SEP] b [SEP]}, types 0 and 1) as well as XLM-R
 * ({@code <s> a </s></s> b </s>}, one type).
 *
 * @param before special tokens before the first text
 * @param between special tokens between the texts
 * @param after special tokens after the second text
 * @param types of: before, first text, between, second text, after
 */
record PairTemplate(long[] before, long[] between, long[] after, long[] types) {

    /**
     * Reads a joined pair of two texts that are not empty.
     *
     * @param ids of the pair
     * @param kinds token types of the pair
     * @param special 1 for special tokens, 0 for the texts' own
     * @throws ModelException when the two texts do not stand apart, so that it is no tokeniser for pairs
     */
    static PairTemplate learn(long[] ids, long[] kinds, long[] special) {
        int a = run(special, 0, 1);
        int afterA = run(special, a, 0);
        int b = run(special, afterA, 1);
        int afterB = run(special, b, 0);
        int end = run(special, afterB, 1);
        if (afterA == a || b == afterA || afterB == b || end != ids.length) {
            throw new ModelException("its tokenizer.json does not join two texts with special tokens between them,"
                    + " so it does not belong to a cross-encoder");
        }
        return new PairTemplate(
                Arrays.copyOfRange(ids, 0, a),
                Arrays.copyOfRange(ids, afterA, b),
                Arrays.copyOfRange(ids, afterB, end),
                new long[] {a > 0 ? kinds[0] : 0, kinds[a], kinds[afterA], kinds[b], afterB < end ? kinds[afterB] : 0});
    }

    private static int run(long[] special, int from, int value) {
        int to = from;
        while (to < special.length && special[to] == value) {
            to++;
        }
        return to;
    }

    /** How many of the query's tokens are kept: at most half of what the special tokens leave of the window. */
    int keptOfQuery(int queryTokens, int maxTokens) {
        return Math.min(queryTokens, (maxTokens - before.length - between.length - after.length) / 2);
    }

    /**
     * Joins query and passage, cut to the window.
     *
     * @param query ids without special tokens
     * @param passage ids without special tokens
     */
    PairInput join(long[] query, long[] passage, int maxTokens) {
        int specials = before.length + between.length + after.length;
        int q = keptOfQuery(query.length, maxTokens);
        int p = Math.min(passage.length, maxTokens - specials - q);
        long[] ids = new long[specials + q + p];
        long[] kinds = new long[ids.length];
        int at = 0;
        at = put(ids, kinds, at, before, before.length, types[0]);
        at = put(ids, kinds, at, query, q, types[1]);
        at = put(ids, kinds, at, between, between.length, types[2]);
        at = put(ids, kinds, at, passage, p, types[3]);
        put(ids, kinds, at, after, after.length, types[4]);
        return new PairInput(ids, kinds);
    }

    private static int put(long[] ids, long[] kinds, int at, long[] part, int length, long kind) {
        System.arraycopy(part, 0, ids, at, length);
        Arrays.fill(kinds, at, at + length, kind);
        return at + length;
    }
}
