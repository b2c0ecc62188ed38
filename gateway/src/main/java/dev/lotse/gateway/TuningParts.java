package dev.lotse.gateway;

import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.admin.AdminAccess;
import dev.lotse.gateway.http.admin.ChangeSetRoutes;
import dev.lotse.gateway.http.admin.EntryRoutes;
import dev.lotse.gateway.http.admin.EvaluationRoutes;
import dev.lotse.gateway.http.admin.JudgementRoutes;
import dev.lotse.gateway.http.admin.PreviewRoutes;
import dev.lotse.gateway.http.admin.ReleaseRoutes;
import dev.lotse.gateway.http.admin.SynonymFileRoutes;
import dev.lotse.gateway.preview.BulkPreview;
import dev.lotse.gateway.preview.Drafts;
import dev.lotse.gateway.preview.QueryPreview;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.EntryKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Joins what editors of synonyms and rules need. */
final class TuningParts {
    private TuningParts() {}

    /** Synonyms, rules, and what becomes of them. */
    static List<Route> routes(AdminAccess access, Workspace workspace) {
        SearchEngine engine = workspace.engine();
        Releases releases = workspace.releases();
        List<Route> routes = new ArrayList<>();
        for (EntryKind kind : EntryKind.values()) {
            routes.addAll(new EntryRoutes(kind, access, engine, releases).routes());
        }
        routes.addAll(new ChangeSetRoutes(access, engine, releases).routes());
        routes.addAll(new ReleaseRoutes(access, engine, releases).routes());
        routes.addAll(new SynonymFileRoutes(access, engine, releases).routes());
        Drafts drafts = new Drafts(releases);
        QueryPreview preview = new QueryPreview(workspace::search, NanoClock.SYSTEM);
        routes.addAll(new PreviewRoutes(access, engine, drafts, preview).routes());
        BulkPreview bulk = new BulkPreview(workspace::search, NanoClock.SYSTEM);
        routes.addAll(new EvaluationRoutes(access, engine, drafts, bulk, workspace.judgements()).routes());
        routes.addAll(new JudgementRoutes(access, engine, workspace.judgements(), InstantSource.system()).routes());
        return routes;
    }
}
