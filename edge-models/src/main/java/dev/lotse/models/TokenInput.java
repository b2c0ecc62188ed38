package dev.lotse.models;

/**
 * One text as the model reads it: leading special tokens, prefix, own tokens, trailing special tokens.
 *
 * @param ids vocabulary ids
 * @param ownFrom index of the first of the text's own tokens
 * @param ownTo index behind the last of them
 * @param truncated whether own tokens were cut off
 */
record TokenInput(long[] ids, int ownFrom, int ownTo, boolean truncated) {
    int length() {
        return ids.length;
    }
}
