package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lotse.gateway.retrieval.GenerationInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the control index says about a site.
 *
 * @param kind always {@code site}
 * @param site its name
 * @param index the serving index, or null where no generation was published yet
 * @param generation number of the serving generation, 0 where there is none
 * @param revision rises with every change in place and every publication
 * @param encoder of the serving generation, or null
 * @param dimension of its vectors
 * @param build who builds the next generation, or null
 * @param update who changes the serving one, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SiteRecord(
        String kind,
        String site,
        @Nullable String index,
        long generation,
        long revision,
        @Nullable String encoder,
        int dimension,
        @Nullable Lease build,
        @Nullable Lease update) {
    static final String KIND = "site";

    /**
     * A lock that ends by itself when its owner dies.
     *
     * @param owner whose lock it is
     * @param until when it ends, in milliseconds since 1970
     */
    record Lease(String owner, long until) {}

    static SiteRecord unknown(String site) {
        return new SiteRecord(KIND, site, null, 0, 0, null, 0, null, null);
    }

    /** {@code generation.revision} */
    String version() {
        return generation + "." + revision;
    }

    GenerationInfo info() {
        return new GenerationInfo(encoder == null ? "" : encoder, dimension);
    }

    SiteRecord withBuild(@Nullable Lease lease) {
        return new SiteRecord(kind, site, index, generation, revision, encoder, dimension, lease, update);
    }

    SiteRecord withUpdate(@Nullable Lease lease) {
        return new SiteRecord(kind, site, index, generation, revision, encoder, dimension, build, lease);
    }

    SiteRecord changed() {
        return new SiteRecord(kind, site, index, generation, revision + 1, encoder, dimension, build, update);
    }

    SiteRecord serving(String newIndex, long number, GenerationInfo info) {
        return new SiteRecord(
                kind, site, newIndex, number, revision + 1, info.encoder(), info.dimension(), build, update);
    }
}
