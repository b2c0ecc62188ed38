package dev.lotse.gateway.signin;

import java.util.Set;

/**
 * Who the provider says has signed in.
 *
 * @param name for the audit trail; not empty
 * @param roles values of the role claim, as the provider writes them
 */
public record Identity(String name, Set<String> roles) {
    public Identity {
        roles = Set.copyOf(roles);
    }
}
