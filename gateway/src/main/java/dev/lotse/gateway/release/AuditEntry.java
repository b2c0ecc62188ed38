package dev.lotse.gateway.release;

import java.time.Instant;

/**
 * Who did what. Each entry names the hash of the one before it, so that a change of an old one shows.
 *
 * @param id from 1, without gaps
 * @param actor the name of a key, never the key
 * @param action such as {@code release.publish}
 * @param subject what it was done to
 * @param detail in words; may be empty
 * @param chain SHA-256 of the entry and of the chain before it, hexadecimal
 */
public record AuditEntry(
        int id, Instant at, String actor, String action, String subject, String detail, String chain) {}
