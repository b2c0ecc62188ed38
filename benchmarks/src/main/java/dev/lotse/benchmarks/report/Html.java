package dev.lotse.benchmarks.report;

/** Text that is put into the page. */
final class Html {
    private Html() {}

    /** The text with what means something in HTML escaped. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
