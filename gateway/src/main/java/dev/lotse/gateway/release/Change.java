package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry in a change set.
 *
 * @param entry what it is to become, or null to delete it
 * @param base {@link dev.lotse.gateway.rules.EntryJson#hash hash} of the released entry that the edit began with, or null where
 *     there was none
 */
public record Change(
        EntryKind kind,
        String id,
        @Nullable Entry entry,
        @Nullable String base,
        Instant at,
        String by) {}
