/** Measuring the quality of search: judgements in BEIR form, ranking metrics, and a run of queries through the pipeline. */
@NullMarked
package dev.lotse.gateway.eval;

import org.jspecify.annotations.NullMarked;
