/**
 * The HTTP surface for visitors: routes, request and response shapes, error mapping (RFC 9457), CORS, request ids and the HTML
 * results page. Wire shapes stay in here; what is behind them is the search pipeline's.
 */
@NullMarked
package dev.lotse.gateway.http;

import org.jspecify.annotations.NullMarked;
