package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.http.FieldErrors;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.ingest.PageSource;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starting, watching and cancelling crawls. Thread-safe. */
public final class CrawlRoutes {
    private static final String CRAWLS = "/admin/v1/sites/{site}/crawls";
    private static final List<String> FIELDS = List.of("url", "maxPages");
    private static final int MAX_BODY = 16 * 1024;
    private static final int DEFAULT_PAGES = 10_000;
    private static final int MAX_PAGES = 1_000_000;

    private final AdminAccess access;
    private final CrawlJobs jobs;
    private final Crawler crawler;

    /** Makes the source of a crawl. */
    @FunctionalInterface
    public interface Crawler {
        /**
         * A crawl from this page or sitemap on.
         *
         * @param maxPages most pages
         */
        PageSource crawl(String site, URI start, int maxPages);
    }

    public CrawlRoutes(AdminAccess access, CrawlJobs jobs, Crawler crawler) {
        this.access = access;
        this.jobs = jobs;
        this.crawler = crawler;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.POST, CRAWLS, access.guard(Role.ADMIN, this::start)),
                new Route(Method.GET, CRAWLS, access.guard(Role.ADMIN, this::list)),
                new Route(Method.GET, CRAWLS + "/{id}", access.guard(Role.ADMIN, this::get)),
                new Route(Method.DELETE, CRAWLS + "/{id}", access.guard(Role.ADMIN, this::cancel)));
    }

    private void start(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.siteToWrite(request);
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(FIELDS);
        URI start = url(body.object().get("url"), body.errors());
        int maxPages = body.integer("maxPages", 1, MAX_PAGES, DEFAULT_PAGES);
        body.errors().throwIfAny();
        if (start == null) {
            throw new IllegalStateException("an address that is missing was noted as an error");
        }
        CrawlJobs.Job job = jobs.start(site, start.toString(), () -> crawler.crawl(site, start, maxPages))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        "crawl-running",
                        409,
                        "A crawl is running",
                        "Site '" + site + "' is being crawled already; wait for it or cancel it")));
        response.status(Status.ACCEPTED_202);
        response.headers().set(HeaderNames.LOCATION, "/admin/v1/sites/" + site + "/crawls/" + job.id());
        Responses.json(response, Json.bytes(json -> AdminJson.crawl(json, job)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        List<CrawlJobs.Job> all = jobs.of(SiteRoutes.siteToWrite(request));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("crawls");
            for (CrawlJobs.Job job : all) {
                AdminJson.crawl(json, job);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void get(ServerRequest request, ServerResponse response) {
        CrawlJobs.Job job = job(request);
        Responses.json(response, Json.bytes(json -> AdminJson.crawl(json, job)));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        CrawlJobs.Job job = job(request);
        jobs.cancel(job);
        response.status(Status.ACCEPTED_202);
        Responses.json(response, Json.bytes(json -> AdminJson.crawl(json, job)));
    }

    private CrawlJobs.Job job(ServerRequest request) {
        String site = SiteRoutes.siteToWrite(request);
        return jobs.find(site, request.path().pathParameters().get("id"))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        "unknown-crawl",
                        404,
                        "No such crawl",
                        "Site '" + site + "' has no such crawl; crawls are remembered until the process ends")));
    }

    private static @Nullable URI url(@Nullable JsonNode node, FieldErrors errors) {
        String allowed = "the http(s) address of a page or a sitemap";
        if (node == null) {
            errors.add("url", null, allowed, "url is missing");
            return null;
        }
        try {
            URI uri = new URI(node.asText());
            if (node.isTextual()
                    && uri.getHost() != null
                    && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            errors.add("url", node.asText(), allowed, "url is no URL: " + e.getReason());
            return null;
        }
        errors.bad("url", node.asText(), allowed);
        return null;
    }
}
