package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineException;
import java.util.ArrayList;
import java.util.List;

/** The cluster refused a request. The message names the cause and, where Lotse knows it, the remedy. */
final class ClusterProblem extends EngineException {
    private static final long serialVersionUID = 1L;

    /** What helps where a shard is missing; to be appended. */
    static final String RED = "; a part of the index is on no running node, the cluster is red: start the missing"
            + " nodes, or see _cluster/allocation/explain, or restore the index from a backup";

    private final int status;
    private final String type;

    private ClusterProblem(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    /** @param body Elasticsearch's own error, or anything else that came */
    static ClusterProblem of(String request, int status, JsonNode body) {
        JsonNode error = body.path("error");
        List<JsonNode> causes = causes(error);
        JsonNode cause = causes.getLast();
        String type = cause.path("type").asText("");
        String reason = cause.path("reason").asText(error.isTextual() ? error.asText() : "no reason given");
        return new ClusterProblem(
                status,
                type,
                "Elasticsearch refused " + request + " (" + status + " " + type + ": " + reason + ")"
                        + remedy(status, causes, reason));
    }

    /** The error and its causes, which often have the only reason; the innermost comes last. */
    private static List<JsonNode> causes(JsonNode error) {
        JsonNode failed = error.path("failed_shards").path(0).path("reason");
        JsonNode root = error.path("root_cause").path(0);
        JsonNode node = !failed.isMissingNode() ? failed : !root.isMissingNode() ? root : error;
        List<JsonNode> causes = new ArrayList<>(List.of(error, node));
        while (node.path("caused_by").isObject()) {
            node = node.path("caused_by");
            causes.add(node);
        }
        return causes;
    }

    /** What helps against the innermost cause that anything helps against. */
    private static String remedy(int status, List<JsonNode> causes, String reason) {
        for (JsonNode cause : causes.reversed()) {
            String remedy = remedy(cause.path("type").asText(""), status, reason);
            if (!remedy.isEmpty()) {
                return remedy;
            }
        }
        return switch (status) {
            case 401 -> "; check elasticsearch.api-key, or username and password";
            case 403 ->
                "; the key or user lacks a privilege: it needs monitor on the cluster, and manage, read and write on the"
                        + " indexes with its prefix";
            case 429, 503 -> "; the cluster is overloaded or not ready: check _cluster/health";
            default -> "";
        };
    }

    private static String remedy(String type, int status, String reason) {
        if (reason.contains("lotse_")
                && (reason.contains("unknown") || reason.contains("not found") || reason.contains("failed to find"))) {
            return "; the plugin is missing on a node: install lotse-elasticsearch on every node, see its README";
        }
        return switch (type) {
            case "index_not_found_exception" -> "; index the site again with 'lotse index'";
            case "cluster_block_exception" ->
                "; the index or the cluster is blocked: check free disk space and index.blocks.*, then lift the block";
            case "circuit_breaking_exception" -> "; the node has too little heap for this request: add heap or nodes";
            case "strict_dynamic_mapping_exception", "document_parsing_exception", "mapper_parsing_exception" ->
                "; the index has another layout than this version of Lotse: index the site again with 'lotse index'";
            case "no_shard_available_action_exception", "unavailable_shards_exception" -> RED;
            case "search_phase_execution_exception" -> status == 503 ? RED : "";
            case "es_rejected_execution_exception" -> "; the cluster is overloaded: index more slowly or add nodes";
            default -> "";
        };
    }

    int status() {
        return status;
    }

    /** Whether the cluster is at fault; 400 and 413 are about the request. */
    @Override
    public boolean isOutage() {
        return status != 400 && status != 413;
    }

    /** Whether the cluster does not accept who asks. */
    boolean isUnknownCaller() {
        return status == 401;
    }

    boolean isMissingIndex() {
        return type.equals("index_not_found_exception");
    }

    boolean isExistingIndex() {
        return type.equals("resource_already_exists_exception");
    }

    boolean isConflict() {
        return status == 409;
    }
}
