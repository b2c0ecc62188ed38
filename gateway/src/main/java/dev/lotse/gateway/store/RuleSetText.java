package dev.lotse.gateway.store;

import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;

/** A {@link RuleSet} as text: a line per entry, its kind and its JSON. */
final class RuleSetText {
    private RuleSetText() {}

    static String write(RuleSet content) {
        StringBuilder text = new StringBuilder();
        for (EntryKind kind : EntryKind.values()) {
            for (Entry entry : content.of(kind).values()) {
                text.append(kind.wireName())
                        .append(' ')
                        .append(EntryJson.text(entry))
                        .append('\n');
            }
        }
        return text.toString();
    }

    static RuleSet read(String text) {
        List<Entry> entries = new ArrayList<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            entries.add(EntryJson.parse(EntryKind.of(line.substring(0, space)), line.substring(space + 1)));
        });
        return RuleSet.of(entries);
    }
}
