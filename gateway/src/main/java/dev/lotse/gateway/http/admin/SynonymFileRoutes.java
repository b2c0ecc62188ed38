package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Bodies;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SynonymMerge;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.SolrSynonyms;
import dev.lotse.gateway.rules.Synonym;
import dev.lotse.gateway.rules.SynonymCsv;
import dev.lotse.gateway.rules.SynonymImport;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Synonyms as files: Solr's text format and CSV, in and out. Thread-safe. */
public final class SynonymFileRoutes {
    private static final int MAX_FILE = 32 << 20;
    private static final List<String> FORMATS = List.of("solr", "csv");
    private static final List<String> LANGUAGES = List.of("de", "en", Entry.ANY_LANGUAGE);

    private final AdminAccess access;
    private final SearchEngine engine;
    private final Releases releases;

    public SynonymFileRoutes(AdminAccess access, SearchEngine engine, Releases releases) {
        this.access = access;
        this.engine = engine;
        this.releases = releases;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/admin/v1/sites/{site}/synonym-file", access.guard(Role.ANALYST, this::export)),
                new Route(
                        Method.POST,
                        "/admin/v1/sites/{site}/change-sets/{changeSet}/synonym-file",
                        access.guard(Role.EDITOR, this::read)));
    }

    private void export(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("format", "lang", "changeSet"));
        String format = query.choice("format", FORMATS, "csv");
        String lang = query.choice("lang", LANGUAGES, "");
        query.errors().throwIfAny();
        List<Synonym> synonyms = releases
                .view(SiteRoutes.knownSite(request, engine), query.text("changeSet"))
                .effective()
                .synonyms()
                .values()
                .stream()
                .filter(synonym -> lang.isEmpty() || synonym.lang().equals(lang))
                .toList();
        boolean solr = format.equals("solr");
        response.headers().set(HeaderNames.CONTENT_TYPE, (solr ? "text/plain" : "text/csv") + "; charset=UTF-8");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.headers()
                .set(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"synonyms." + (solr ? "txt" : "csv") + "\"");
        response.send(
                (solr ? SolrSynonyms.write(synonyms) : SynonymCsv.write(synonyms)).getBytes(StandardCharsets.UTF_8));
    }

    private void read(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("format", "lang", "mode"));
        String format = query.choice("format", FORMATS, "csv");
        String lang = query.choice("lang", LANGUAGES, Entry.ANY_LANGUAGE);
        boolean replace =
                query.choice("mode", List.of("merge", "replace"), "merge").equals("replace");
        query.errors().throwIfAny();
        boolean solr = format.equals("solr");
        String text =
                new String(Bodies.read(request, solr ? "text/plain" : "text/csv", MAX_FILE), StandardCharsets.UTF_8);
        SynonymImport read = solr ? SolrSynonyms.read(text, lang) : SynonymCsv.read(text);
        if (!read.problems().isEmpty()) {
            throw new ReleaseException(ReleaseException.Kind.INVALID, "the file was not taken over", read.problems());
        }
        String site = SiteRoutes.knownSite(request, engine);
        String id = request.path().pathParameters().get("changeSet");
        SynonymMerge merge =
                SynonymMerge.of(releases.view(site, id).effective(), read.synonyms(), solr ? lang : "", replace);
        ChangeSet edited = merge.into(releases, site, id, access.actor(request));
        Etags.set(response, Integer.toString(edited.revision()));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("written", merge.written().size());
            json.writeNumberField("unchanged", merge.unchanged());
            json.writeNumberField("deleted", merge.deleted().size());
            json.writeEndObject();
        }));
    }
}
