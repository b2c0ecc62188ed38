package dev.lotse.gateway.http.admin;

import org.jspecify.annotations.Nullable;

/**
 * Who asks the administration.
 *
 * @param actor name in the audit trail
 * @param role what they may do
 * @param csrf what a browser that is signed in by cookie says with every change, or null where a key was given
 */
record Caller(String actor, Role role, @Nullable String csrf) {}
