package dev.lotse.gateway.ingest.extract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * Removes what is on a page but is not its content. {@link #strip} takes out what is certain; {@link #lists} finds lists of
 * links around the content, which are the content on an overview page.
 */
final class Boilerplate {
    private static final String NEVER_TEXT =
            "script, style, noscript, template, svg, canvas, iframe, object, embed, audio, video, map, "
                    + "head > *, link, meta, input, select, textarea, datalist, progress, meter, "
                    + "dialog:not([open]), [data-lotse-ignore], [data-pagefind-ignore]";

    private static final String AROUND_CONTENT =
            "nav, [role=navigation], [role=search], [role=contentinfo], [role=menu], "
                    + "[role=menubar], [role=toolbar], [role=dialog], [role=alertdialog], [role=tooltip], search, menu";

    /** Anchors beside headings, line numbers, edit links, skip links, text for screen readers only. */
    private static final String DECORATION =
            ".headerlink, .header-anchor, .anchorjs-link, a.anchor, a.hash-link, .mw-editsection, "
                    + ".edit-link, .gutter, .linenos, .linenodiv, .line-numbers-rows, .skip-link, .skiplink, .skip-to-content, "
                    + ".sr-only, .visually-hidden, .visuallyhidden, .screen-reader-text, .screenreader-only";

    private static final String CONTROL = "button, input, [role=button], a[class*=btn], a[class*=button]";

    private static final Pattern CONSENT = Pattern.compile(
            "(?i)cookie|consent|gdpr|dsgvo|onetrust|usercentrics|borlabs|cmp-?(?:box|banner|container)");

    private static final Pattern FURNITURE =
            Pattern.compile("(?i)(?:^|[\\s_-])(?:breadcrumbs?|pagination|pager|navbar|doc-?nav|"
                    + "(?:site|main|top|sub|side|page|global|meta|footer)-?(?:nav|navigation|menu|header|footer)|navigation|"
                    + "social(?:-?(?:media|links|icons|share))?|share(?:-?(?:buttons?|links?|bar))?|sharing|site-?search|search-?(?:form|box|bar)|"
                    + "lang(?:uage)?-?(?:switch(?:er)?|select(?:or)?|menu)|newsletter|back-?to-?top|print-?link|advert(?:isement)?s?|"
                    + "ad-?banner|footer|toolbar|prev-?next|comments?-?(?:form|area))(?:$|[\\s_-])");

    private static final Pattern LINK_LIST = Pattern.compile(
            "(?i)(?:^|[\\s_-])(?:toc|table-?of-?contents|on-?this-?page|"
                    + "related\\w*|see-?also|sidebar|widget|aside|tags?|tag-?list|teasers?|menu|quick-?links)(?:$|[\\s_-])");

    private static final Pattern CALLOUT = Pattern.compile(
            "(?i)(?:^|[\\s_-])(?:note|tip|hint|warning|caution|important|info|infobox|callout|admonition|alert|notice|hinweis|tipp|achtung)");

    private static final Pattern DISPLAY_NONE =
            Pattern.compile("(?i)(?:^|;)\\s*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");

    /** What the children of an element are to each other: short or long forms of which a script shows one, or nothing. */
    private enum Alternatives {
        NONE,
        SHORT,
        LONG
    }

    private Boilerplate() {}

    /** Removes everything that is certainly no content. */
    static void strip(Document document) {
        removeConsent(document);
        removeAll(document.select(NEVER_TEXT));
        removeHidden(document);
        unwrapLargeForms(document);
        removeAll(document.select("form, button, label, fieldset"));
        removeAll(document.select(DECORATION));
        TextMeasure measure = TextMeasure.of(document);
        Element body = document.body();
        int half = measure.text(body) / 2;
        for (Element element : document.select(AROUND_CONTENT)) {
            if (!holdsContent(element)) {
                element.remove();
            }
        }
        removeHeadersAndFooters(document, measure);
        removeAsides(document, measure);
        for (Element element : document.select("[class], [id]")) {
            if (!element.equals(body)
                    && !isHeading(element)
                    && FURNITURE.matcher(names(element)).find()
                    && measure.text(element) <= half
                    && !holdsContent(element)
                    && (measure.linkDensity(element) > 0.3 || measure.text(element) < 200)) {
                element.remove();
            }
        }
    }

    /** Elements within the root that only list links: tables of contents, related pages, tag lists. */
    static List<Element> lists(Element root) {
        TextMeasure measure = TextMeasure.of(root);
        List<Element> found = new ArrayList<>();
        for (Element element : root.select("[class], [id]")) {
            if (!element.equals(root)
                    && !isHeading(element)
                    && !element.nameIs("a")
                    && LINK_LIST.matcher(names(element)).find()
                    && element.selectFirst("h1") == null
                    && measure.linkDensity(element) > 0.6) {
                found.add(element);
            }
        }
        return found;
    }

    private static void removeConsent(Document document) {
        for (Element element : document.select("div, section, aside, dialog, form")) {
            if (CONSENT.matcher(names(element)).find()
                    && !holdsContent(element)
                    && (element.is("dialog, [role=dialog]")
                            || (element.closest("main, article, [role=main]") == null
                                    && element.selectFirst(CONTROL) != null))) {
                element.remove();
            }
        }
    }

    /**
     * Removes hidden elements except those a visitor can open (panels of tabs and accordions), and keeps alternatives of which a
     * script shows one: where every child of an element is hidden, the last short one (by custom the default) or all long ones.
     */
    private static void removeHidden(Document document) {
        List<Element> unseen = new ArrayList<>();
        Set<String> controlled = controlled(document);
        IdentityHashMap<Element, Alternatives> alternatives = new IdentityHashMap<>();
        for (Element element : document.select("[hidden], [aria-hidden=true], [style]")) {
            if (isHidden(element)
                    && !element.nameIs("body")
                    && !isOpenable(controlled, element)
                    && !isChosenAlternative(alternatives, element)) {
                unseen.add(element);
            }
        }
        unseen.forEach(Element::remove);
    }

    /** Ids of the elements that something outside of the navigation opens and closes. */
    private static Set<String> controlled(Document document) {
        Set<String> ids = new HashSet<>();
        for (Element control : document.select("[aria-controls]")) {
            Element parent = control.parent();
            if (parent == null || parent.closest("nav") == null) {
                ids.add(control.attr("aria-controls"));
            }
        }
        return ids;
    }

    private static boolean isHidden(Element element) {
        return element.hasAttr("hidden")
                || element.attr("aria-hidden").equals("true")
                || DISPLAY_NONE.matcher(element.attr("style")).find();
    }

    private static boolean isOpenable(Set<String> controlled, Element element) {
        if (element.attr("hidden").equalsIgnoreCase("until-found")
                || element.attr("role").equals("tabpanel")
                || element.hasAttr("aria-labelledby")) {
            return true;
        }
        return !element.id().isEmpty()
                && controlled.contains(element.id())
                && element.closest("nav, header, [role=dialog]") == null;
    }

    /** Whether the element is the one to show, or one of those; what a parent's children are is remembered. */
    private static boolean isChosenAlternative(IdentityHashMap<Element, Alternatives> known, Element element) {
        Element parent = element.parent();
        if (parent == null || !element.hasAttr("hidden")) {
            return false;
        }
        return switch (known.computeIfAbsent(parent, Boilerplate::alternatives)) {
            case NONE -> false;
            case SHORT -> element.nextElementSibling() == null;
            case LONG -> true;
        };
    }

    private static Alternatives alternatives(Element parent) {
        Elements children = parent.children();
        if (children.size() < 2 || !parent.ownText().isBlank()) {
            return Alternatives.NONE;
        }
        for (Element child : children) {
            if (!child.hasAttr("hidden")) {
                return Alternatives.NONE;
            }
        }
        boolean blocks = parent.selectFirst("p, div, li, table, h1, h2, h3, h4") != null;
        return blocks ? Alternatives.LONG : Alternatives.SHORT;
    }

    /** Some servers wrap whole pages in one form. */
    private static void unwrapLargeForms(Document document) {
        for (Element form : document.select("form")) {
            if (form.selectFirst("main, article, h1") != null
                    || form.select("p").size() > 3) {
                form.unwrap();
            }
        }
    }

    private static void removeHeadersAndFooters(Document document, TextMeasure measure) {
        for (Element element : document.select("header, [role=banner]")) {
            boolean ofContent = element.closest("main, article, [role=main]") != null
                    || (element.selectFirst("h1") != null && measure.linkDensity(element) < 0.5);
            if (!ofContent && !holdsMain(element)) {
                element.remove();
            }
        }
        for (Element element : document.select("footer")) {
            if (!holdsMain(element) && element.closest("blockquote") == null) {
                element.remove();
            }
        }
    }

    /** Asides go, but call-outs inside the content stay: they are often the point of the page. */
    private static void removeAsides(Document document, TextMeasure measure) {
        for (Element element : document.select("aside, [role=complementary]")) {
            boolean callout = element.closest("main, article, [role=main]") != null
                    && measure.linkDensity(element) < 0.5
                    && (CALLOUT.matcher(names(element)).find()
                            || element.attr("role").equals("note"));
            if (!callout && !holdsMain(element)) {
                element.remove();
            }
        }
    }

    private static boolean holdsContent(Element element) {
        return element.is("body, main, [role=main]") || element.selectFirst("main, article, [role=main], h1") != null;
    }

    private static boolean holdsMain(Element element) {
        return element.selectFirst("main, article, [role=main]") != null;
    }

    private static boolean isHeading(Element element) {
        return element.normalName().matches("h[1-6]");
    }

    private static String names(Element element) {
        String name = element.className() + " " + element.id();
        // camelCase is one more way to write separate words
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void removeAll(Elements elements) {
        for (Element element : elements) {
            element.remove();
        }
    }
}
