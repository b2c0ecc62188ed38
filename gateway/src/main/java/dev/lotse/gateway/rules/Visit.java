package dev.lotse.gateway.rules;

import dev.lotse.gateway.device.DeviceClass;
import java.util.Set;

/**
 * What rules may ask of a search besides its query.
 *
 * @param device what the visitor searches with
 * @param near ids of the rules whose meaning the query is near
 */
public record Visit(DeviceClass device, Set<String> near) {
    /** Nothing is known. */
    public static final Visit UNKNOWN = new Visit(DeviceClass.UNKNOWN, Set.of());

    public Visit {
        near = Set.copyOf(near);
    }
}
