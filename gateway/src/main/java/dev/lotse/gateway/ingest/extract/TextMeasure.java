package dev.lotse.gateway.ingest.extract;

import java.util.IdentityHashMap;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * How much text stands where in a tree, in one pass. Lengths are letters and digits, so that separators and white space weigh
 * nothing.
 */
final class TextMeasure {
    /** Shorter pieces are labels and menu entries more often than prose. */
    private static final int PROSE_LENGTH = 50;

    private static final Amount NOTHING = new Amount();

    private final IdentityHashMap<Node, Amount> amounts = new IdentityHashMap<>();

    private static final class Amount {
        private int text;
        private int linked;
        private int prose;
        private int ownText;
        private int ownLinked;
    }

    private TextMeasure() {}

    static TextMeasure of(Element root) {
        TextMeasure measure = new TextMeasure();
        root.traverse(measure.new Pass());
        return measure;
    }

    int text(Element element) {
        return amount(element).text;
    }

    /** Text outside of links. */
    int unlinked(Element element) {
        Amount amount = amount(element);
        return amount.text - amount.linked;
    }

    /** Text in blocks that are long enough to be sentences and are not mostly links. */
    int prose(Element element) {
        return amount(element).prose;
    }

    /** Share of the text that is in links, 0 to 1; 0 for an empty element. */
    double linkDensity(Element element) {
        Amount amount = amount(element);
        return amount.text == 0 ? 0 : (double) amount.linked / amount.text;
    }

    private Amount amount(Element element) {
        return amounts.getOrDefault(element, NOTHING);
    }

    private final class Pass implements NodeVisitor {
        private int linkDepth;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                int letters = letters(text.getWholeText());
                Node parent = text.parent();
                if (letters > 0 && parent != null) {
                    Amount amount = amounts.computeIfAbsent(parent, key -> new Amount());
                    amount.ownText += letters;
                    amount.ownLinked += linkDepth > 0 ? letters : 0;
                }
            } else if (node.nameIs("a")) {
                linkDepth++;
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (element.nameIs("a")) {
                linkDepth--;
            }
            Amount amount = amounts.get(element);
            if (amount == null) {
                return;
            }
            amount.text += amount.ownText;
            amount.linked += amount.ownLinked;
            Element parent = element.parent();
            boolean block = element.isBlock();
            if (block && amount.ownText >= PROSE_LENGTH && amount.ownLinked * 2 < amount.ownText) {
                amount.prose += amount.ownText;
            }
            if (parent == null) {
                return;
            }
            Amount above = amounts.computeIfAbsent(parent, key -> new Amount());
            above.prose += amount.prose;
            if (block) {
                above.text += amount.text;
                above.linked += amount.linked;
            } else {
                // Inline elements are part of the paragraph around them.
                above.ownText += amount.text;
                above.ownLinked += amount.linked;
            }
        }

        private static int letters(String text) {
            int count = 0;
            for (int i = 0; i < text.length(); i++) {
                if (Character.isLetterOrDigit(text.charAt(i))) {
                    count++;
                }
            }
            return count;
        }
    }
}
