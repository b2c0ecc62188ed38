package dev.lotse.gateway.rules;

/** Gives the synonyms and rules that are in force. Thread-safe, and so cheap that every search asks. */
@FunctionalInterface
public interface RuleSource {
    /** Nobody has made any. */
    RuleSource NONE = site -> CompiledRules.NONE;

    /** Those of a site; {@link CompiledRules#NONE} where it has none. */
    CompiledRules of(String site);
}
