package dev.lotse.gateway.ingest.crawl;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a robots.txt for one crawler, by RFC 9309: the groups of its name together, else those of {@code *}; the longest
 * matching rule wins, Allow where two are equally long. Crawl-delay is read as most crawlers do.
 */
final class RobotsTxt {
    /** Everything is allowed, as where there is no robots.txt. */
    static final RobotsTxt ALLOW_ALL = new RobotsTxt(List.of(), null);

    /** Nothing is allowed, as where the server cannot say. */
    static final RobotsTxt DISALLOW_ALL = new RobotsTxt(List.of(new Rule("/", false)), null);

    /** RFC 9309, section 2.5: parsers must read at least 500 KiB. */
    static final int MAX_LENGTH = 512 << 10;

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final List<Rule> rules;
    private final @Nullable Duration crawlDelay;

    private record Rule(String pattern, boolean allow) {}

    private static final class Group {
        private final List<Rule> rules = new ArrayList<>();
        private @Nullable Duration delay;
    }

    private RobotsTxt(List<Rule> rules, @Nullable Duration crawlDelay) {
        this.rules = rules;
        this.crawlDelay = crawlDelay;
    }

    /**
     * Reads the rules for a crawler.
     *
     * @param productToken name of the crawler, compared without regard to case
     */
    static RobotsTxt parse(String text, String productToken) {
        Map<String, Group> groups = new HashMap<>();
        List<Group> current = new ArrayList<>();
        boolean inRules = true;
        String limited = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        for (String raw : limited.split("\r\n|\r|\n", -1)) {
            int comment = raw.indexOf('#');
            String line = comment < 0 ? raw : raw.substring(0, comment);
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (key) {
                case "user-agent" -> {
                    if (inRules) {
                        current.clear();
                        inRules = false;
                    }
                    current.add(groups.computeIfAbsent(token(value), name -> new Group()));
                }
                case "allow", "disallow" -> {
                    inRules = true;
                    if (!value.isEmpty()) {
                        current.forEach(group -> group.rules.add(new Rule(normalise(value), key.equals("allow"))));
                    }
                }
                case "crawl-delay" -> {
                    inRules = true;
                    delay(value).ifPresent(delay -> current.forEach(group -> group.delay = delay));
                }
                default -> {
                    // Sitemap and unknown records belong to no group.
                }
            }
        }
        Group own = groups.get(token(productToken));
        Group used = own == null ? groups.get("*") : own;
        return used == null ? ALLOW_ALL : new RobotsTxt(List.copyOf(used.rules), used.delay);
    }

    /** Whether the path with its query may be fetched. */
    boolean allows(String pathAndQuery) {
        String path = normalise(pathAndQuery.isEmpty() ? "/" : pathAndQuery);
        if (path.equals("/robots.txt")) {
            return true;
        }
        int longest = -1;
        boolean allowed = true;
        for (Rule rule : rules) {
            int length = rule.pattern().length();
            if ((length > longest || (length == longest && rule.allow())) && matches(rule.pattern(), path)) {
                longest = length;
                allowed = rule.allow();
            }
        }
        return allowed;
    }

    /** The pause that the site asks for, at most a minute. */
    Optional<Duration> crawlDelay() {
        return Optional.ofNullable(crawlDelay);
    }

    /** {@code *} stands for any characters, {@code $} at the end for the end of the path. Linear in time but for stars. */
    private static boolean matches(String pattern, String path) {
        boolean anchored = pattern.endsWith("$");
        String[] parts = (anchored ? pattern.substring(0, pattern.length() - 1) : pattern).split("\\*", -1);
        if (!path.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (last && anchored) {
                return path.length() - parts[i].length() >= at && path.endsWith(parts[i]);
            }
            int found = path.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return !anchored || at == path.length();
    }

    private static String token(String value) {
        String name = value.strip().split("[/\\s]", 2)[0];
        return name.toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> delay(String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (!(seconds >= 0)) {
                return Optional.empty();
            }
            return Optional.of(Duration.ofMillis((long) Math.min(seconds * 1000, (double) LONGEST_DELAY.toMillis())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Percent-encodes what is not ASCII and writes all escapes in upper case, so that equal paths compare equal. */
    private static String normalise(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c > 0x7E || c <= 0x20) {
                out.append(String.format(Locale.ROOT, "%%%02X", c));
            } else {
                out.append((char) c);
            }
        }
        for (int i = out.indexOf("%"); i >= 0 && i + 2 < out.length(); i = out.indexOf("%", i + 1)) {
            int high = Character.digit(out.charAt(i + 1), 16);
            int low = Character.digit(out.charAt(i + 2), 16);
            if (high >= 0 && low >= 0) {
                int c = high * 16 + low;
                if ((c < 0x7F && Character.isLetterOrDigit(c)) || "-._~".indexOf(c) >= 0) {
                    out.replace(i, i + 3, String.valueOf((char) c));
                } else {
                    out.replace(i + 1, i + 3, String.format(Locale.ROOT, "%02X", c));
                }
            }
        }
        return out.toString();
    }
}
