package dev.lotse.gateway.preview;

import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SiteView;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.RuleSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drafts and releases, compiled; the last few are kept, for an editor previews one draft many times. Thread-safe. */
public final class Drafts {
    private static final int KEPT = 4;

    private final Releases releases;
    private final Map<String, CompiledRules> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    public Drafts(Releases releases) {
        this.releases = releases;
    }

    /**
     * A site's release.
     *
     * @param number 0 for the state before the first one, or null for the one in force
     * @throws ReleaseException where there is none of this number
     */
    public CompiledRules release(String site, @Nullable Integer number) {
        int wanted = number == null ? releases.read(site, reader -> reader.latest()) : number;
        return compiled(site + "/" + wanted, "release-" + wanted, () -> content(site, wanted));
    }

    private RuleSet content(String site, int number) {
        return number == 0
                ? RuleSet.EMPTY
                : releases.read(site, reader -> reader.content(number))
                        .orElseThrow(() ->
                                new ReleaseException(ReleaseException.Kind.NOT_FOUND, "there is no release " + number));
    }

    /**
     * The release in force with the changes of a change set.
     *
     * @throws ReleaseException where there is none, or it cannot be a release
     */
    public CompiledRules draft(String site, String changeSet) {
        ChangeSet set = releases.read(site, reader -> reader.changeSet(changeSet))
                .orElseThrow(() -> new ReleaseException(
                        ReleaseException.Kind.NOT_FOUND, "there is no change set '" + changeSet + "'"));
        SiteView view = releases.view(site, changeSet);
        return compiled(
                site + "/" + changeSet + "/" + set.revision() + "/" + view.base(),
                "draft-" + changeSet,
                view::effective);
    }

    private interface Content {
        RuleSet read();
    }

    private CompiledRules compiled(String key, String version, Content content) {
        synchronized (kept) {
            CompiledRules found = kept.get(key);
            if (found != null) {
                return found;
            }
        }
        RuleSet set = content.read();
        var problems = CompiledRules.problems(set);
        if (!problems.isEmpty()) {
            throw new ReleaseException(ReleaseException.Kind.INVALID, "the draft cannot be a release", problems);
        }
        CompiledRules rules = CompiledRules.compile(version, set);
        synchronized (kept) {
            kept.put(key, rules);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return rules;
    }
}
