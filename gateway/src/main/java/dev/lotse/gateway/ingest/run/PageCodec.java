package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.Passage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages as bytes, for the spool of one run; the form may change with every version. */
final class PageCodec {
    /** A page as it waits in the spool. */
    record Spooled(Page page, List<Passage> passages, long lastQueued) {}

    private PageCodec() {}

    static byte[] encode(Spooled spooled) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Page page = spooled.page();
            text(out, page.objectId());
            text(out, page.url());
            text(out, page.title());
            texts(out, page.breadcrumbs());
            text(out, page.lang());
            instant(out, page.updatedAt());
            instant(out, page.validFrom());
            instant(out, page.validUntil());
            texts(out, page.tags());
            out.writeInt(page.sections().size());
            for (Page.Section section : page.sections()) {
                texts(out, section.headings());
                text(out, section.text());
            }
            out.writeInt(page.links().size());
            for (Page.Link link : page.links()) {
                text(out, link.objectId());
                text(out, link.text());
            }
            text(out, page.source());
            out.writeInt(spooled.passages().size());
            for (Passage passage : spooled.passages()) {
                texts(out, passage.headings());
                text(out, passage.text());
                text(out, passage.hash());
            }
            out.writeLong(spooled.lastQueued());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Spooled decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String objectId = text(in);
            String url = text(in);
            String title = text(in);
            List<String> breadcrumbs = texts(in);
            String lang = text(in);
            Instant updatedAt = instant(in);
            Instant validFrom = instant(in);
            Instant validUntil = instant(in);
            List<String> tags = texts(in);
            List<Page.Section> sections = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                sections.add(new Page.Section(texts(in), text(in)));
            }
            List<Page.Link> links = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                links.add(new Page.Link(text(in), text(in)));
            }
            String source = text(in);
            Page page = new Page(
                    objectId,
                    url,
                    title,
                    breadcrumbs,
                    lang,
                    updatedAt,
                    validFrom,
                    validUntil,
                    tags,
                    sections,
                    links,
                    source);
            int count = in.readInt();
            List<Passage> passages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                passages.add(new Passage(i, texts(in), text(in), text(in)));
            }
            return new Spooled(page, passages, in.readLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void instant(DataOutputStream out, @Nullable Instant instant) throws IOException {
        out.writeBoolean(instant != null);
        if (instant != null) {
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        }
    }

    private static @Nullable Instant instant(DataInputStream in) throws IOException {
        return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
    }
}
