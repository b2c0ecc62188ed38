/** Change sets, releases and the audit trail of a site's synonyms and rules, and the port to where they are kept. */
@NullMarked
package dev.lotse.gateway.release;

import org.jspecify.annotations.NullMarked;
