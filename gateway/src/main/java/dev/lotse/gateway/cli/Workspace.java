package dev.lotse.gateway.cli;

import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.AnswerWriter;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.release.PublishedRules;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.snapshot.SnapshotEngine;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.signin.SessionStore;
import dev.lotse.models.Encoder;
import dev.lotse.models.LocalModels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The parts that work on one data folder. Each is made on first use; closing closes those that were. */
public interface Workspace extends AutoCloseable {
    /** The index of all sites. */
    SearchEngine engine();

    /** The copies of sites that answer while the engine cannot; empty where there are to be none. */
    Optional<SnapshotEngine> snapshots();

    /** The models of this machine. */
    LocalModels models();

    /** Begins to load the encoder beside the caller, who needs it soon; it fails where it is used. */
    void prepareEncoder();

    /** The configured encoder, loaded. */
    Encoder encoder();

    /** The search pipeline. */
    SearchService search();

    /** Lets searches from now on use these chains of rerankers, by name; for whoever has model providers. */
    void rerankBy(Map<String, TextScorer> chains);

    /** A search pipeline with a reranker of the caller's choice. */
    SearchService search(Reranker reranker);

    /** A search pipeline with the configured reranker under given synonyms and rules; cheap. */
    SearchService search(RuleSource rules);

    /** Change sets and releases of synonyms and rules. */
    Releases releases();

    /** The releases in force; they change only when asked to {@link PublishedRules#refresh refresh}. */
    PublishedRules rules();

    /** What visitors search for and click. */
    EventStore events();

    /** Who has signed in to the administration. */
    SessionStore sessions();

    /** Which pages answer which queries. */
    JudgementStore judgements();

    /** Answers questions with sentences of a site's pages. */
    AnswerService answers();

    /** Answers questions in the words of a writer, or with sentences of the pages where it fails. */
    AnswerService answers(AnswerWriter writer);

    /** Brings pages into the index. */
    IngestService ingest();

    /** Makes sources of pages. */
    Sources sources();

    @Override
    void close();

    /** Opens data folders. */
    @FunctionalInterface
    interface Factory {
        /**
         * The parts for a folder, which is made when something is written.
         *
         * @param data holds all state
         */
        Workspace open(Path data, GatewaySettings settings);
    }
}
