package dev.lotse.gateway.retrieval;

/** The parts of a page that words are looked for in. Both engines index each of them once per language. */
public enum PageField {
    TITLE("title"),
    HEADINGS("headings"),
    BODY("body"),
    /** Words of the URL's path. */
    URL("url"),
    /** Texts of links that other pages point here with. */
    LINKS("links");

    private final String fieldName;

    PageField(String fieldName) {
        this.fieldName = fieldName;
    }

    /** Name of the index field, without the language suffix. */
    public String fieldName() {
        return fieldName;
    }
}
