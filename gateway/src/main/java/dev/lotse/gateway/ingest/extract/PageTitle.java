package dev.lotse.gateway.ingest.extract;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page is called: its first-level heading, else the document title without the name of the site, else what social
 * networks are told, else its first heading, else its file name.
 */
final class PageTitle {
    private static final Pattern SEPARATOR = Pattern.compile("\\s+[|–—·•»«:-]{1,2}\\s+|\\s+\\|\\s*|\\s*\\|\\s+");
    private static final int MAX_LENGTH = 300;

    private PageTitle() {}

    /**
     * Never blank.
     *
     * @param declared text of {@code <title>}, as it stands
     * @param root main content of the stripped document
     */
    static String of(Document document, Element root, String declared, String social, String siteName, URI location) {
        String heading = heading(document, root, declared);
        if (!heading.isEmpty()) {
            return heading;
        }
        String title = withoutSite(CleanText.line(declared), root, CleanText.line(siteName), CleanText.line(social));
        if (!title.isEmpty()) {
            return cut(title);
        }
        if (!social.isBlank()) {
            return cut(CleanText.line(social));
        }
        for (Element any : root.select("h2, h3, h4")) {
            String text = CleanText.line(any.text());
            if (!text.isEmpty()) {
                return cut(text);
            }
        }
        return fileName(location);
    }

    private static String heading(Document document, Element root, String declared) {
        for (Element h1 : root.select("h1")) {
            String text = CleanText.line(h1.text());
            if (!text.isEmpty() && text.length() <= MAX_LENGTH) {
                return text;
            }
        }
        // A heading beside the content is the page's own only where the document title confirms it; else it is the
        // site's.
        for (Element h1 : document.select("h1")) {
            String text = CleanText.line(h1.text());
            if (text.length() > 2 && lower(CleanText.line(declared)).startsWith(lower(text))) {
                return cut(text);
            }
        }
        return "";
    }

    private static String withoutSite(String declared, Element root, String siteName, String social) {
        List<String> parts = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher matcher = SEPARATOR.matcher(declared);
        int from = 0;
        while (matcher.find()) {
            parts.add(declared.substring(from, matcher.start()));
            starts.add(from);
            ends.add(matcher.start());
            from = matcher.end();
        }
        parts.add(declared.substring(from));
        starts.add(from);
        ends.add(declared.length());
        int count = parts.size();
        if (count == 1) {
            return declared;
        }
        if (!siteName.isEmpty()) {
            if (parts.getLast().equalsIgnoreCase(siteName)) {
                return declared.substring(0, ends.get(count - 2)).strip();
            }
            if (parts.getFirst().equalsIgnoreCase(siteName)) {
                return declared.substring(starts.get(1)).strip();
            }
        }
        if (!social.isEmpty() && lower(declared).startsWith(lower(social))) {
            return social;
        }
        for (Element heading : root.select("h1, h2, h3")) {
            String text = CleanText.line(heading.text());
            for (String part : parts) {
                if (part.equalsIgnoreCase(text)) {
                    return part;
                }
            }
        }
        // Most sites put their name last, so drop one part from the end.
        String most = declared.substring(0, ends.get(count - 2)).strip();
        return most.length() < 3 ? declared : most;
    }

    private static String fileName(URI location) {
        String path = location.getRawPath() == null ? "" : location.getRawPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String last = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        if (last.matches("(?i)index\\.\\w+") && trimmed.lastIndexOf('/') > 0) {
            String folder = trimmed.substring(0, trimmed.lastIndexOf('/'));
            last = folder.substring(folder.lastIndexOf('/') + 1);
        }
        String decoded = decode(last.replaceFirst("(?i)\\.(?:x?html?|md|markdown|php|aspx?|jsp)$", ""));
        String words = CleanText.line(decoded.replaceAll("[_-]+", " "));
        return words.isEmpty() ? CleanText.line(location.toString()) : cut(words);
    }

    private static String decode(String escaped) {
        try {
            return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return escaped;
        }
    }

    private static String cut(String title) {
        return title.length() <= MAX_LENGTH
                ? title
                : title.substring(0, MAX_LENGTH).strip();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
