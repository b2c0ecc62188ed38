package dev.lotse.gateway.retrieval;

/** Fields that can be filtered by value and counted as facets. */
public enum FilterField {
    TAG("tag"),
    LANG("lang"),
    SECTION("section"),
    OBJECT_ID("objectID"),
    SOURCE("source");

    private final String wireName;

    FilterField(String wireName) {
        this.wireName = wireName;
    }

    /** The name in filters, facets and responses. */
    public String wireName() {
        return wireName;
    }
}
