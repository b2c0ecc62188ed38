package dev.lotse.gateway.privacy;

/**
 * Puts personal data back into a text that arrives in pieces. What may be the beginning of a placeholder is held back until the next
 * piece tells; everything else passes at once. Not thread-safe.
 */
public final class Restorer {
    private final Redaction redaction;
    private final boolean json;
    private final StringBuilder held = new StringBuilder();

    Restorer(Redaction redaction, boolean json) {
        this.redaction = redaction;
        this.json = json;
    }

    /** Takes a piece and returns what can be passed on, possibly nothing. */
    public String feed(String piece) {
        if (redaction.isEmpty()) {
            return piece;
        }
        var out = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '[') {
                out.append(held);
                held.setLength(0);
                held.append(c);
            } else if (held.isEmpty()) {
                out.append(c);
            } else if (c == ']') {
                held.append(c);
                out.append(resolve(held.toString()));
                held.setLength(0);
            } else {
                held.append(c);
                if (!isPart(c) || held.length() >= Redaction.MAX_PLACEHOLDER) {
                    out.append(held);
                    held.setLength(0);
                }
            }
        }
        return out.toString();
    }

    /** What is still held back at the end of the text. */
    public String end() {
        var rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private String resolve(String placeholder) {
        var original = redaction.original(placeholder);
        if (original == null) {
            return placeholder;
        }
        return json ? escape(original) : original;
    }

    private static boolean isPart(char c) {
        return (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
    }

    private static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < 0x20) {
                        escaped.append(String.format("\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
