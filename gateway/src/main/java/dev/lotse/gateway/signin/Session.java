package dev.lotse.gateway.signin;

import java.time.Instant;

/**
 * Somebody who has signed in.
 *
 * @param tokenHash SHA-256 of the browser's token in hexadecimal digits: who reads the store cannot use it
 * @param actor name in the audit trail
 * @param role what they may do, by its wire name
 * @param until when it ends
 */
public record Session(String tokenHash, String actor, String role, Instant until) {}
