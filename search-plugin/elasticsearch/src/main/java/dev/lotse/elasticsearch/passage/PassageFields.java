package dev.lotse.elasticsearch.passage;

/** How an index of Lotse names what this plugin reads. Passages are nested documents of their page. */
public final class PassageFields {
    /** The nested field. */
    public static final String PATH = "passages";

    /** Unit vector of a passage, {@code dense_vector} with {@code dot_product}. */
    public static final String VECTOR = PATH + ".vector";

    /** Its text by language. */
    public static final String TEXT = PATH + ".text";

    /** Stored bytes that come back with a hit as they went in. */
    public static final String DATA = PATH + ".data";

    /** The words of a page in lower case, by language: {@code words.de}. */
    public static final String WORDS = "words";

    private PassageFields() {}
}
