/** What visitors search for and click: taken in durably, summed by day, kept for a limited time. Knows no person. */
@NullMarked
package dev.lotse.gateway.analytics;

import org.jspecify.annotations.NullMarked;
