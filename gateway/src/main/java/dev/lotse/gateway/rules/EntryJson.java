package dev.lotse.gateway.rules;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterPrinter;
import dev.lotse.gateway.rules.Condition.Match;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries as JSON: the form of the API, of the store, and of what is hashed. What is written is read back equal. Thread-safe.
 */
public final class EntryJson {
    private static final List<String> TYPES =
            List.of("pin", "hide", "boost", "bury", "filter", "redirect", "banner", "answer", "no-answer");

    private static final int NOTE = 1000;
    private static final int NAME = 200;
    private static final int TERM = 100;
    private static final int VALUE = 512;
    private static final int MAX_TERM_WORDS = 8;
    private static final int MAX_POSITION = 50;
    private static final Set<String> SYNONYM_FIELDS =
            Set.of("id", "type", "lang", "terms", "to", "weight", "note", "validFrom", "validUntil");
    private static final Set<String> RULE_FIELDS =
            Set.of("id", "name", "enabled", "priority", "when", "then", "note", "validFrom", "validUntil");

    private static final List<DeviceClass> DEVICES =
            List.of(DeviceClass.DESKTOP, DeviceClass.PHONE, DeviceClass.TABLET);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EntryJson() {}

    /** The entry as JSON text. */
    public static String text(Entry entry) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            write(json, entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Identifies the content of an entry: 16 hexadecimal digits of its SHA-256. */
    public static String hash(Entry entry) {
        return sha256(text(entry)).substring(0, 16);
    }

    /** SHA-256 of a text, hexadecimal. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Entry parse(EntryKind kind, String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            List<EntryProblem> problems = new ArrayList<>();
            Entry entry = read(kind, node.path("id").asText(), node, problems);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(problems.getFirst().detail());
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Reads an entry of the API.
     *
     * @param id its identity, whatever the object says
     * @param problems gets everything that is wrong; what is returned is of use only where nothing was
     */
    public static Entry read(EntryKind kind, String id, JsonNode object, List<EntryProblem> problems) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            problems.add(EntryProblem.bad("id", id, "1 to 64 letters, digits, - and _"));
        }
        JsonNode node = object.isObject() ? object : JsonNodeFactory.instance.objectNode();
        if (!object.isObject()) {
            problems.add(EntryProblem.bad("body", object.getNodeType().name(), "a JSON object"));
        }
        EntryFields in = new EntryFields(node, "", problems);
        return kind == EntryKind.SYNONYM ? synonym(id, in, problems) : rule(id, in, problems);
    }

    private static Synonym synonym(String id, EntryFields in, List<EntryProblem> problems) {
        in.onlyKnown(SYNONYM_FIELDS);
        Synonym.Type type = in.choice("type", List.of(Synonym.Type.values()), Synonym.Type::wireName, null);
        List<String> terms = in.lines("terms", type == Synonym.Type.EQUIVALENT ? 2 : 1, 50, TERM);
        List<String> to =
                in.lines("to", type == Synonym.Type.EQUIVALENT ? 0 : 1, type == Synonym.Type.EQUIVALENT ? 0 : 50, TERM);
        requireWords("terms", terms, problems);
        requireWords("to", to, problems);
        return new Synonym(
                id,
                type,
                in.lang(),
                terms.stream().distinct().toList(),
                to.stream().distinct().toList(),
                (float) in.number("weight", 0.05, 1, (double) Synonym.DEFAULT_WEIGHT),
                in.line("note", NOTE, false),
                in.validity());
    }

    private static void requireWords(String field, List<String> terms, List<EntryProblem> problems) {
        for (int i = 0; i < terms.size(); i++) {
            int words = QueryWord.of(terms.get(i)).size();
            if (words < 1 || words > MAX_TERM_WORDS) {
                problems.add(EntryProblem.bad(
                        field + "[" + i + "]", terms.get(i), "a term of 1 to " + MAX_TERM_WORDS + " words"));
            }
        }
    }

    private static Rule rule(String id, EntryFields in, List<EntryProblem> problems) {
        in.onlyKnown(RULE_FIELDS);
        return new Rule(
                id,
                in.line("name", NAME, true),
                in.flag("enabled", true),
                in.integer("priority", -1000, 1000, 0),
                condition(in, problems),
                actions(in, problems),
                in.line("note", NOTE, false),
                in.validity());
    }

    private static Condition condition(EntryFields rule, List<EntryProblem> problems) {
        JsonNode node = rule.get("when");
        if (!node.isObject()) {
            problems.add(EntryProblem.missing("when", "an object with match, values, lang, facets and devices"));
            return new Condition(Match.ANY, List.of(), Entry.ANY_LANGUAGE, List.of());
        }
        EntryFields in = new EntryFields(node, "when.", problems);
        in.onlyKnown(Set.of("match", "values", "lang", "facets", "devices", "nearness"));
        Match match = in.choice("match", List.of(Match.values()), Match::wireName, null);
        List<String> values = in.lines("values", match == Match.ANY ? 0 : 1, match == Match.ANY ? 0 : 100, VALUE);
        for (int i = 0; i < values.size(); i++) {
            String problem = match == Match.REGEX ? SafePattern.problem(values.get(i)) : null;
            if (problem != null) {
                problems.add(new EntryProblem(
                        "when.values[" + i + "]",
                        values.get(i),
                        "a regular expression in RE2 syntax",
                        "when.values[" + i + "] is no regular expression: " + problem));
            } else if (match != Match.REGEX && QueryWord.of(values.get(i)).isEmpty()) {
                problems.add(EntryProblem.bad("when.values[" + i + "]", values.get(i), "a text with a word"));
            }
        }
        List<Filter.Equal> facets = new ArrayList<>();
        List<String> texts = in.lines("facets", 0, 10, VALUE);
        for (int i = 0; i < texts.size(); i++) {
            EntryFields one = new EntryFields(
                    JsonNodeFactory.instance.objectNode().put("facets[" + i + "]", texts.get(i)), "when.", problems);
            int before = problems.size();
            if (one.filter("facets[" + i + "]") instanceof Filter.Equal equal) {
                facets.add(equal);
            } else if (problems.size() == before) {
                problems.add(EntryProblem.bad(
                        "when.facets[" + i + "]", texts.get(i), "one field and value such as tag:privat"));
            }
        }
        return new Condition(match, values, in.lang(), facets, devices(in, problems), nearness(in, match));
    }

    private static Set<DeviceClass> devices(EntryFields in, List<EntryProblem> problems) {
        Set<DeviceClass> devices = EnumSet.noneOf(DeviceClass.class);
        List<String> names = in.lines("devices", 0, DEVICES.size(), NAME);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            DEVICES.stream().filter(device -> device.wireName().equals(name)).forEach(devices::add);
            if (DEVICES.stream().noneMatch(device -> device.wireName().equals(name))) {
                problems.add(EntryProblem.bad("when.devices[" + i + "]", name, "desktop, phone, tablet"));
            }
        }
        return devices;
    }

    private static double nearness(EntryFields in, Match match) {
        if (match == Match.MEANING) {
            return in.number("nearness", 0.5, 1, Condition.DEFAULT_NEARNESS);
        }
        if (in.has("nearness")) {
            in.bad("nearness", in.get("nearness"), "nothing, for only the match 'meaning' has a nearness");
        }
        return 0;
    }

    private static List<RuleAction> actions(EntryFields rule, List<EntryProblem> problems) {
        JsonNode array = rule.get("then");
        if (!array.isArray() || array.isEmpty() || array.size() > 20) {
            problems.add(EntryProblem.missing("then", "1 to 20 actions"));
            return List.of();
        }
        List<RuleAction> actions = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            actions.add(action(new EntryFields(array.get(i), "then[" + i + "].", problems)));
        }
        return actions;
    }

    private static RuleAction action(EntryFields in) {
        String type = in.choice("type", TYPES, name -> name, null);
        return switch (type) {
            case "pin" -> {
                in.onlyKnown(Set.of("type", "objectID", "position"));
                yield new RuleAction.Pin(
                        in.line("objectID", VALUE, true), in.integer("position", 1, MAX_POSITION, null));
            }
            case "boost", "bury" -> {
                in.onlyKnown(Set.of("type", "pages", "factor"));
                boolean up = type.equals("boost");
                yield new RuleAction.Boost(
                        in.filter("pages"),
                        up ? in.number("factor", 1.01, 20, null) : in.number("factor", 0.05, 0.99, null));
            }
            case "redirect" -> {
                in.onlyKnown(Set.of("type", "url"));
                yield new RuleAction.Redirect(in.url("url", true));
            }
            case "banner" -> {
                in.onlyKnown(Set.of("type", "title", "text", "url"));
                String url = in.url("url", false);
                yield new RuleAction.Banner(
                        in.line("title", NAME, true), in.line("text", NOTE, false), url.isEmpty() ? null : url);
            }
            case "answer" -> {
                in.onlyKnown(Set.of("type", "text", "title", "url"));
                yield new RuleAction.Answer(
                        in.line("text", NOTE, true), in.line("title", NAME, true), in.url("url", true));
            }
            case "no-answer" -> {
                in.onlyKnown(Set.of("type", "text", "url"));
                String url = in.url("url", false);
                yield new RuleAction.NoAnswer(in.line("text", NOTE, true), url.isEmpty() ? null : url);
            }
            default -> {
                in.onlyKnown(Set.of("type", "pages"));
                yield type.equals("hide")
                        ? new RuleAction.Hide(in.filter("pages"))
                        : new RuleAction.Only(in.filter("pages"));
            }
        };
    }

    /** Writes one entry. */
    public static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        fields(json, entry);
        json.writeEndObject();
    }

    /** Writes the fields of an entry into an object that is open. */
    public static void fields(JsonGenerator json, Entry entry) throws IOException {
        json.writeStringField("id", entry.id());
        switch (entry) {
            case Synonym synonym -> {
                json.writeStringField("type", synonym.type().wireName());
                json.writeStringField("lang", synonym.lang());
                strings(json, "terms", synonym.terms());
                if (synonym.type() != Synonym.Type.EQUIVALENT) {
                    strings(json, "to", synonym.to());
                }
                // As written by people: a float widened to a double would show digits that nobody typed.
                json.writeFieldName("weight");
                json.writeNumber(Float.toString(synonym.weight()));
                json.writeStringField("note", synonym.note());
            }
            case Rule rule -> rule(json, rule);
        }
        time(json, "validFrom", entry.validity().from());
        time(json, "validUntil", entry.validity().until());
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, time.toString());
        }
    }

    private static void rule(JsonGenerator json, Rule rule) throws IOException {
        json.writeStringField("name", rule.name());
        json.writeBooleanField("enabled", rule.enabled());
        json.writeNumberField("priority", rule.priority());
        json.writeObjectFieldStart("when");
        json.writeStringField("match", rule.condition().match().wireName());
        strings(json, "values", rule.condition().values());
        json.writeStringField("lang", rule.condition().lang());
        strings(
                json,
                "facets",
                rule.condition().facets().stream().map(FilterPrinter::print).toList());
        // Left out where they say nothing: the hash of an entry is that of before they were there.
        if (!rule.condition().devices().isEmpty()) {
            strings(
                    json,
                    "devices",
                    rule.condition().devices().stream()
                            .sorted()
                            .map(DeviceClass::wireName)
                            .toList());
        }
        if (rule.condition().match() == Match.MEANING) {
            json.writeNumberField("nearness", rule.condition().nearness());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("then");
        for (RuleAction action : rule.actions()) {
            json.writeStartObject();
            action(json, action);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("note", rule.note());
    }

    private static void action(JsonGenerator json, RuleAction action) throws IOException {
        switch (action) {
            case RuleAction.Pin(String objectId, int position) -> {
                json.writeStringField("type", "pin");
                json.writeStringField("objectID", objectId);
                json.writeNumberField("position", position);
            }
            case RuleAction.Hide(Filter pages) -> pages(json, "hide", pages);
            case RuleAction.Only(Filter pages) -> pages(json, "filter", pages);
            case RuleAction.Boost(Filter pages, double factor) -> {
                pages(json, factor > 1 ? "boost" : "bury", pages);
                json.writeNumberField("factor", factor);
            }
            case RuleAction.Redirect(String url) -> {
                json.writeStringField("type", "redirect");
                json.writeStringField("url", url);
            }
            case RuleAction.Banner banner -> {
                json.writeStringField("type", "banner");
                json.writeStringField("title", banner.title());
                json.writeStringField("text", banner.text());
                if (banner.url() != null) {
                    json.writeStringField("url", banner.url());
                }
            }
            case RuleAction.Answer answer -> {
                json.writeStringField("type", "answer");
                json.writeStringField("text", answer.text());
                json.writeStringField("title", answer.title());
                json.writeStringField("url", answer.url());
            }
            case RuleAction.NoAnswer refusal -> {
                json.writeStringField("type", "no-answer");
                json.writeStringField("text", refusal.note());
                if (refusal.url() != null) {
                    json.writeStringField("url", refusal.url());
                }
            }
        }
    }

    private static void pages(JsonGenerator json, String type, Filter pages) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("pages", FilterPrinter.print(pages));
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
