package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineException;

/** The cluster refused a request. The message names the cause and, where Lotse knows it, the remedy. */
final class ClusterProblem extends EngineException {
    private static final long serialVersionUID = 1L;

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
        JsonNode cause = innermost(error);
        String type = cause.path("type").asText("");
        String reason = cause.path("reason").asText(error.isTextual() ? error.asText() : "no reason given");
        return new ClusterProblem(
                status,
                type,
                "Elasticsearch refused " + request + " (" + status + " " + type + ": " + reason + ")"
                        + remedy(status, type, reason));
    }

    /** The reason is often in the causes only. */
    private static JsonNode innermost(JsonNode error) {
        JsonNode node = error.path("root_cause").path(0).isMissingNode()
                ? error
                : error.path("root_cause").path(0);
        JsonNode failed = error.path("failed_shards").path(0).path("reason");
        if (!failed.isMissingNode()) {
            node = failed;
        }
        while (node.path("caused_by").isObject()) {
            node = node.path("caused_by");
        }
        return node;
    }

    private static String remedy(int status, String type, String reason) {
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
            case "es_rejected_execution_exception" -> "; the cluster is overloaded: index more slowly or add nodes";
            default ->
                switch (status) {
                    case 401 -> "; check elasticsearch.api-key, or username and password";
                    case 403 -> "; the key or user lacks a privilege: it needs manage and write on the index prefix";
                    case 429, 503 -> "; the cluster is overloaded or not ready: check _cluster/health";
                    default -> "";
                };
        };
    }

    int status() {
        return status;
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
