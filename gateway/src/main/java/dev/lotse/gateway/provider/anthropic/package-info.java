/** Chat in the wire format of Anthropic's Messages API. */
@NullMarked
package dev.lotse.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
