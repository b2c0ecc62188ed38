package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.ingest.extract.LenientUri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A sitemap file (sitemaps.org): XML, text with an address per line, or either in gzip.
 *
 * @param pages addresses of pages, at most 50,000
 * @param sitemaps addresses of further sitemap files, where this is an index
 */
record Sitemap(List<URI> pages, List<URI> sitemaps) {
    /** The limit of the protocol, for pages of a file and for files of an index. */
    static final int MAX_ENTRIES = 50_000;

    /** The limit of the protocol, unpacked. */
    static final int MAX_BYTES = 50 << 20;

    /** Whether the document is a sitemap rather than a page. */
    static boolean isSitemap(Fetched fetched) {
        byte[] body = fetched.body();
        String head = new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8);
        boolean listed = fetched.mediaType().equals("text/plain")
                && head.replace("\uFEFF", "").strip().matches("(?is)https?://\\S+(?:\\s.*)?");
        return isGzip(body) || head.contains("<urlset") || head.contains("<sitemapindex") || listed;
    }

    /**
     * Reads a sitemap; what is wrong behind good entries does not lose those.
     *
     * @throws IOException when nothing of it can be read
     */
    static Sitemap parse(byte[] body) throws IOException {
        byte[] plain = body;
        if (isGzip(body)) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                plain = in.readNBytes(MAX_BYTES);
            }
        }
        String start = new String(plain, 0, Math.min(plain.length, 200), StandardCharsets.UTF_8);
        return start.replace("\uFEFF", "").stripLeading().startsWith("<") ? xml(plain) : text(plain);
    }

    private static Sitemap text(byte[] plain) {
        List<URI> pages = new ArrayList<>();
        for (String line : new String(plain, StandardCharsets.UTF_8)
                .lines()
                .limit(MAX_ENTRIES)
                .toList()) {
            LenientUri.absolute(line.replace("\uFEFF", "")).ifPresent(pages::add);
        }
        return new Sitemap(pages, List.of());
    }

    private static Sitemap xml(byte[] plain) throws IOException {
        List<URI> pages = new ArrayList<>();
        List<URI> sitemaps = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A sitemap comes from outside: no entities, so neither files of this machine nor endless expansion.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(plain));
            boolean ofSitemap = false;
            while (reader.hasNext() && pages.size() < MAX_ENTRIES && sitemaps.size() < MAX_ENTRIES) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (reader.getLocalName()) {
                    case "sitemap" -> ofSitemap = true;
                    case "url" -> ofSitemap = false;
                    case "loc" -> {
                        // Image and video extensions have a loc of their own.
                        String namespace = reader.getNamespaceURI();
                        if (namespace == null || !namespace.contains("sitemap-")) {
                            List<URI> target = ofSitemap ? sitemaps : pages;
                            LenientUri.absolute(reader.getElementText()).ifPresent(target::add);
                        }
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            if (pages.isEmpty() && sitemaps.isEmpty()) {
                throw new IOException("it is no sitemap: " + e.getMessage(), e);
            }
        }
        return new Sitemap(pages, sitemaps);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }
}
