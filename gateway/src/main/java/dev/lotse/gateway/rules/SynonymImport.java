package dev.lotse.gateway.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of a file.
 *
 * @param synonyms those that are right
 * @param problems what is wrong; fields are such as {@code line 12: terms}
 */
public record SynonymImport(List<Synonym> synonyms, List<EntryProblem> problems) {
    public SynonymImport {
        synonyms = List.copyOf(synonyms);
        problems = List.copyOf(problems);
    }

    /** Collects lines. Used by one thread. */
    static final class Builder {
        private final List<Synonym> synonyms = new ArrayList<>();
        private final List<EntryProblem> problems = new ArrayList<>();
        private final Map<String, Synonym> byId = new HashMap<>();

        void problem(int line, EntryProblem problem) {
            problems.add(problem.within("line " + line + ": "));
        }

        /** A synonym without an id of its own: it gets one that follows from its content. */
        void add(int line, Synonym.Type type, String lang, List<String> terms, List<String> to) {
            ObjectNode object = JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type.wireName())
                    .put("lang", lang);
            terms.forEach(object.putArray("terms")::add);
            if (type != Synonym.Type.EQUIVALENT) {
                ArrayNode others = object.putArray("to");
                to.forEach(others::add);
            }
            add(line, "", object);
        }

        void add(int line, String id, ObjectNode object) {
            List<EntryProblem> wrong = new ArrayList<>();
            String identity =
                    id.isEmpty() ? "s" + EntryJson.sha256(object.toString()).substring(0, 15) : id;
            if (EntryJson.read(EntryKind.SYNONYM, identity, object, wrong) instanceof Synonym synonym
                    && wrong.isEmpty()) {
                Synonym earlier = byId.putIfAbsent(identity, synonym);
                if (earlier != null && !earlier.equals(synonym)) {
                    wrong.add(EntryProblem.bad("id", identity, "an id that no line before has"));
                }
                synonyms.add(synonym);
            }
            wrong.forEach(problem -> problem(line, problem));
        }

        SynonymImport build() {
            return new SynonymImport(synonyms, problems);
        }
    }
}
