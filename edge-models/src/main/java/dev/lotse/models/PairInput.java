package dev.lotse.models;

/**
 * A query and a passage as a cross-encoder reads them.
 *
 * @param ids vocabulary ids
 * @param types token type of each
 */
record PairInput(long[] ids, long[] types) {}
