package dev.lotse.ranking.rerank;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is known about one candidate of one query. The order of the constants is the order of the columns; after them follow
 * the {@linkplain #scaled} ones once more, brought to 0…1 over the candidates of the query. Whatever is not known is 0, and
 * the flag of its {@link Group} is 0 too.
 *
 * <p>A change of order, names or meaning needs a new {@link #VERSION}: models name the version that they were trained on.
 */
public enum Feature {
    /** Score of the fusion. */
    FUSED(Group.RETRIEVAL, true),
    /** 1 / (1 + rank in the fused list from 0). */
    FUSED_RANK(Group.RETRIEVAL, false),
    /** 1 / (1 + rank in the lexical list), 0 outside its window. */
    LEXICAL_RANK(Group.RETRIEVAL, false),
    /** 1 / (1 + rank in the dense list), 0 outside its window. */
    DENSE_RANK(Group.RETRIEVAL, false),
    /** Score of the lexical query. */
    LEXICAL(Group.LEXICAL, true),
    /** BM25 in single fields. */
    BM25_TITLE(Group.LEXICAL, true),
    BM25_HEADINGS(Group.LEXICAL, true),
    BM25_BODY(Group.LEXICAL, true),
    BM25_URL(Group.LEXICAL, true),
    BM25_LINKS(Group.LEXICAL, true),
    /** BM25 of the page's best passage. */
    BM25_PASSAGE(Group.LEXICAL, true),
    /** Cosine of the best passage. */
    DENSE(Group.DENSE, true),
    /** Mean cosine of the page's passages. */
    DENSE_PAGE(Group.DENSE, true),
    /** Cosine of the first passage. */
    DENSE_LEAD(Group.DENSE, true),
    /** See {@link dev.lotse.ranking.late.MaxSim}. */
    LATE_MEAN(Group.LATE, true),
    LATE_MINIMUM(Group.LATE, true),
    /** As the mean, by rarity of the tokens. */
    LATE_WEIGHTED(Group.LATE, true),
    LATE_TITLE(Group.LATE, true),
    LATE_TITLE_COVERED(Group.LATE, true),
    /** Share of the query's words that stand in the field, by their rarity. */
    COVER_TITLE(Group.TERMS, false),
    COVER_HEADINGS(Group.TERMS, false),
    COVER_LEAD(Group.TERMS, false),
    COVER_ANY(Group.TERMS, false),
    /** Share of the title's words that stand in the query. */
    TITLE_PRECISION(Group.TERMS, false),
    /** 1 where title and query are the same words. */
    TITLE_EXACT(Group.TERMS, false),
    /** Share of the query's neighbours that are neighbours in the title. */
    TITLE_PAIRS(Group.TERMS, false),
    /** The best heading's harmonic mean of both shares. */
    HEADING_BEST(Group.TERMS, false),
    /** Share of the query's neighbours that are neighbours in a heading or in the lead. */
    TEXT_PAIRS(Group.TERMS, false),
    /** Share of the query's words that are part of a longer word of the title or headings, or the other way round. */
    COMPOUND_TITLE(Group.TERMS, false),
    COMPOUND_HEADINGS(Group.TERMS, false),
    /** Logarithms of lengths in words, and of counts. */
    TITLE_LENGTH(Group.TERMS, false),
    HEADINGS_COUNT(Group.TERMS, false),
    BODY_LENGTH(Group.TERMS, true),
    PASSAGES(Group.TERMS, false),
    INBOUND_LINKS(Group.TERMS, true),
    /** 1 / (1 + age in years). */
    FRESHNESS(Group.DATE, false),
    QUERY_TERMS(Group.QUERY, false),
    QUERY_TOKENS(Group.QUERY, false),
    HAS_LEXICAL(Group.FLAG, false),
    HAS_DENSE(Group.FLAG, false),
    HAS_LATE(Group.FLAG, false),
    HAS_TERMS(Group.FLAG, false),
    HAS_DATE(Group.FLAG, false);

    /** Version of the columns. */
    public static final int VERSION = 1;

    private static final List<Feature> ALL = List.of(values());
    private static final List<Feature> SCALED =
            ALL.stream().filter(feature -> feature.scaled).toList();
    private static final List<String> NAMES = columnNames();

    private final Group group;
    private final boolean scaled;

    Feature(Group group, boolean scaled) {
        this.group = group;
        this.scaled = scaled;
    }

    /** Features that are known or missing together. */
    public enum Group {
        RETRIEVAL,
        LEXICAL,
        DENSE,
        LATE,
        TERMS,
        DATE,
        QUERY,
        FLAG
    }

    /** What it is missing together with. */
    public Group group() {
        return group;
    }

    /** Whether there is a second column, scaled over the candidates. */
    public boolean scaled() {
        return scaled;
    }

    /** Index of the column. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the columns, and is versioned
    public int column() {
        return ordinal();
    }

    /** Name of the column. */
    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The features with a second column, in its order. */
    public static List<Feature> scaledFeatures() {
        return SCALED;
    }

    /** The names of all columns in order. */
    public static List<String> columns() {
        return NAMES;
    }

    private static List<String> columnNames() {
        List<String> names = new ArrayList<>();
        ALL.forEach(feature -> names.add(feature.columnName()));
        SCALED.forEach(feature -> names.add(feature.columnName() + "_scaled"));
        return List.copyOf(names);
    }
}
