/**
 * Loading of configuration: layers of defaults, file, environment and system properties, and a reader that checks values and
 * collects every mistake. The records that are read stand beside their users.
 */
@NullMarked
package dev.lotse.gateway.config;

import org.jspecify.annotations.NullMarked;
