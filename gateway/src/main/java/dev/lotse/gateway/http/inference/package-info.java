/** Models over HTTP in the shapes that clients of OpenAI, Cohere and TEI speak: keys, wire forms, streams. */
@NullMarked
package dev.lotse.gateway.http.inference;

import org.jspecify.annotations.NullMarked;
