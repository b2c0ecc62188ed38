package dev.lotse.gateway.search;

/** By words, by meaning, or both. */
public enum SearchMode {
    HYBRID,
    KEYWORD,
    SEMANTIC
}
