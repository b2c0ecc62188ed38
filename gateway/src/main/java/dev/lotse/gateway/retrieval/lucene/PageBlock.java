package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.gateway.retrieval.PageHead;
import dev.lotse.gateway.retrieval.PageWords;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.ranking.rerank.PageTerms;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** A page as a block of Lucene documents: its passages, then the page itself. */
final class PageBlock {
    private PageBlock() {}

    static List<Document> documents(PageDocument document) {
        List<Document> block = new ArrayList<>(document.passages().size() + 1);
        TextLanguage language = TextLanguage.of(document.page().lang());
        for (int i = 0; i < document.passages().size(); i++) {
            block.add(passage(document.passages().get(i), document.vectors().get(i), language));
        }
        block.add(page(document, language));
        for (Document doc : block) {
            doc.add(new StringField(IndexFields.BLOCK, document.page().objectId(), Field.Store.NO));
        }
        return block;
    }

    private static Document passage(Passage passage, float[] vector, TextLanguage language) {
        Document doc = new Document();
        doc.add(new StringField(IndexFields.KIND, IndexFields.KIND_PASSAGE, Field.Store.NO));
        doc.add(new KnnFloatVectorField(IndexFields.VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        doc.add(new NumericDocValuesField(IndexFields.TOKENS_KEY, TokenStore.key(passage.hash())));
        addText(doc, IndexFields.PASSAGE_TEXT, language, String.join("\n", passage.headings()));
        addText(doc, IndexFields.PASSAGE_TEXT, language, passage.text());
        doc.add(new BinaryDocValuesField(IndexFields.PASSAGE, new BytesRef(StoredPage.write(passage))));
        return doc;
    }

    private static Document page(PageDocument document, TextLanguage language) {
        Page page = document.page();
        Document doc = new Document();
        doc.add(new StringField(IndexFields.KIND, IndexFields.KIND_PAGE, Field.Store.NO));
        doc.add(new StringField(IndexFields.ID, page.objectId(), Field.Store.NO));
        for (FilterField field : FilterField.values()) {
            if (field != FilterField.OBJECT_ID) {
                for (String value : PageWords.filterValues(page, field)) {
                    doc.add(new StringField(IndexFields.filter(field), value, Field.Store.NO));
                    doc.add(new SortedSetDocValuesField(IndexFields.filter(field), new BytesRef(value)));
                }
            }
        }
        if (page.updatedAt() != null) {
            doc.add(new LongField(IndexFields.UPDATED, page.updatedAt().toEpochMilli(), Field.Store.NO));
        }
        if (page.validFrom() != null) {
            doc.add(new LongPoint(IndexFields.VALID_FROM, page.validFrom().toEpochMilli()));
        }
        if (page.validUntil() != null) {
            doc.add(new LongPoint(IndexFields.VALID_UNTIL, page.validUntil().toEpochMilli()));
        }
        String headings = PageWords.headings(page);
        String body = PageWords.body(page);
        addText(doc, PageField.TITLE.fieldName(), language, page.title());
        addText(doc, PageField.HEADINGS.fieldName(), language, headings);
        addText(doc, PageField.BODY.fieldName(), language, body);
        addText(doc, PageField.URL.fieldName(), language, PageWords.url(page));
        for (String text : document.inboundTexts()) {
            addText(doc, PageField.LINKS.fieldName(), language, text);
        }
        doc.add(new BinaryDocValuesField(IndexFields.PAGE_TERMS, new BytesRef(terms(document, language, body))));
        String words = TextQueryBuilder.fieldName(IndexFields.WORDS, language);
        for (String text : List.of(page.title(), headings, body)) {
            doc.add(new Field(words, text, VocabularyField.TYPE));
        }
        doc.add(new BinaryDocValuesField(IndexFields.HEAD, new BytesRef(StoredPage.write(PageHead.of(page)))));
        doc.add(new StoredField(
                IndexFields.CONTENT,
                StoredPage.write(new StoredPage.Content(page.sections(), page.links(), document.inboundTexts()))));
        return doc;
    }

    private static byte[] terms(PageDocument document, TextLanguage language, String body) {
        Page page = document.page();
        return PageTerms.of(
                        language,
                        page.title(),
                        page.sections().stream()
                                .filter(section -> !section.headings().isEmpty())
                                .map(section -> section.headings().getLast())
                                .toList(),
                        body,
                        body.length(),
                        document.passages().size(),
                        document.inboundTexts().size())
                .toBytes();
    }

    private static void addText(Document doc, String field, TextLanguage language, String text) {
        if (!text.isEmpty()) {
            doc.add(new TextField(TextQueryBuilder.fieldName(field, language), text, Field.Store.NO));
        }
    }
}
