package dev.lotse.gateway.retrieval.lucene;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/** The type of {@link IndexFields#WORDS}: only which words there are and on how many pages. */
final class VocabularyField {
    static final FieldType TYPE = type();

    private VocabularyField() {}

    private static FieldType type() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS);
        type.freeze();
        return type;
    }
}
