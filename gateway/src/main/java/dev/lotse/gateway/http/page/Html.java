package dev.lotse.gateway.http.page;

/** Builds markup; what comes from outside goes through {@link #text} or {@link #attribute} and is escaped there. */
final class Html {
    private final StringBuilder out = new StringBuilder(16 * 1024);

    /** Markup of our own. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere. */
    Html text(String text) {
        return escaped(text, 0, text.length());
    }

    /** Part of a text from anywhere. */
    Html text(String text, int start, int end) {
        return escaped(text, start, end);
    }

    /** {@code  name="value"} with a space in front. */
    Html attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escaped(value, 0, value.length());
        out.append('"');
        return this;
    }

    private Html escaped(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
