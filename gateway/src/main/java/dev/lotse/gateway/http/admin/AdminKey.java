package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.KeyHash;

/**
 * A key of the administration.
 *
 * @param actor who it stands for in the audit trail
 * @param hash of the key itself
 * @param role what it may do
 */
record AdminKey(String actor, KeyHash hash, Role role) {
    /** A key without a name of its own: it may do everything, and is told by the beginning of its hash. */
    static AdminKey unnamed(KeyHash hash) {
        return new AdminKey("key:" + hash.label(), hash, Role.ADMIN);
    }
}
