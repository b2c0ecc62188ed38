package dev.lotse.gateway.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.lotse.gateway.provider.testing.Upstreams.JSON;
import static dev.lotse.gateway.provider.testing.Upstreams.KEY;
import static dev.lotse.gateway.provider.testing.Upstreams.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.RerankProvider.Ranking;
import dev.lotse.gateway.provider.RerankProvider.RerankRequest;
import dev.lotse.gateway.provider.RerankProvider.Score;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.redact.RedactingReranker;
import dev.lotse.gateway.provider.testing.Upstreams;
import dev.lotse.gateway.provider.transport.AuthScheme;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRerankerTest {
    private static final RerankRequest THREE =
            new RerankRequest("Zählerstand melden", List.of("Strom", "Zähler ablesen", "Gas"), 3);

    @RegisterExtension
    static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private final Upstreams upstreams = new Upstreams();

    @AfterEach
    void close() {
        upstreams.close();
    }

    private RerankProvider reranker(RerankFormat format) {
        URI base = URI.create(SERVER.baseUrl() + "/v2");
        return new HttpReranker("ranks", format, upstreams.http(base, AuthScheme.BEARER, Map.of(), 1 << 16), JSON);
    }

    private static void answers(int status, String body) {
        SERVER.stubFor(post("/v2/rerank")
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
    }

    private Result<Ranking> asked(RerankFormat format) {
        return reranker(format).rerank("rerank-v3.5", THREE, PATIENT);
    }

    private static Result.Ok<Ranking> ok(Result<Ranking> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return (Result.Ok<Ranking>) result;
    }

    private static ProviderError error(Result<Ranking> result) {
        assertThat(result).isInstanceOf(Result.Failed.class);
        return ((Result.Failed<Ranking>) result).error();
    }

    @Test
    void coheresFormatIsSpokenAndUnderstood() {
        answers(200, """
                {"id":"07734bd2-2473-4f07-94e1-0d9f0e6843cf","results":[{"index":1,"relevance_score":0.999071},\
                {"index":0,"relevance_score":0.32713068},{"index":2,"relevance_score":0.1867867}],\
                "meta":{"api_version":{"version":"2","is_experimental":false},"billed_units":{"search_units":1}}}""");

        Result.Ok<Ranking> ok = ok(asked(RerankFormat.COHERE));

        assertThat(ok.value().scores())
                .containsExactly(new Score(1, 0.999071), new Score(0, 0.32713068), new Score(2, 0.1867867));
        // Search units are no tokens, so they are estimated from what was read.
        assertThat(ok.usage()).isEqualTo(Usage.estimate(THREE.characters(), 0));
        SERVER.verify(postRequestedFor(urlEqualTo("/v2/rerank"))
                .withHeader("Authorization", equalTo("Bearer " + KEY))
                .withRequestBody(equalToJson("""
                        {"model":"rerank-v3.5","query":"Zählerstand melden",
                         "documents":["Strom","Zähler ablesen","Gas"],"top_n":3}""")));
    }

    @Test
    void jinasTokensAreCounted() {
        answers(200, """
                {"model":"jina-reranker-v2-base-multilingual","object":"list","usage":{"total_tokens":815},\
                "results":[{"index":2,"relevance_score":0.7},{"index":0,"relevance_score":0.2},\
                {"index":1,"relevance_score":0.5}]}""");

        Result.Ok<Ranking> ok = ok(asked(RerankFormat.COHERE));

        assertThat(ok.value().scores()).extracting(Score::index).containsExactly(2, 1, 0);
        assertThat(ok.usage()).isEqualTo(new Usage(815, 0, 0, 0, false));
    }

    @Test
    void teisFormatIsSpokenAndUnderstood() {
        answers(200, "[{\"index\":1,\"score\":0.99},{\"index\":0,\"score\":0.01},{\"index\":2,\"score\":0.3}]");

        assertThat(ok(asked(RerankFormat.TEI)).value().scores())
                .containsExactly(new Score(1, 0.99), new Score(2, 0.3), new Score(0, 0.01));
        SERVER.verify(postRequestedFor(urlEqualTo("/v2/rerank")).withRequestBody(equalToJson("""
                        {"query":"Zählerstand melden","texts":["Strom","Zähler ablesen","Gas"],"truncate":true}""")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"results\":[]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":0,\"relevance_score\":1},{\"index\":2,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,\"relevance_score\":1},{\"index\":3,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":null},{\"index\":1,\"relevance_score\":1},{\"index\":2,\"relevance_score\":1}]}",
                "[1, 2",
                "<html>",
            })
    void anAnswerThatCannotBeRightIsMalformed(String body) {
        answers(200, body);

        assertThat(error(asked(RerankFormat.COHERE))).isInstanceOf(ProviderError.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {\"message\":\"invalid api token\"} | auth",
                "429 | {\"message\":\"trial key, too many calls\"} | rate_limited",
                "429 | {\"error\":\"Model is overloaded\",\"error_type\":\"Overloaded\"} | rate_limited",
                "404 | {\"message\":\"model 'x' not found\"} | misconfigured",
                "413 | {\"error\":\"batch size 65 > maximum allowed batch size 32\",\"error_type\":\"Validation\"} | context_too_long",
                "422 | {\"detail\":\"top_n must be positive\"} | bad_request",
                "503 | {\"error\":\"unhealthy\"} | overloaded",
            })
    void errorsAreToldApart(int status, String body, String kind) {
        answers(status, body);

        assertThat(error(asked(RerankFormat.COHERE)).kind()).isEqualTo(kind);
    }

    @Test
    void aSlowServerIsGivenUp() {
        SERVER.stubFor(post("/v2/rerank").willReturn(aResponse().withBody("[]").withFixedDelay(3000)));
        CallLimits hasty = new CallLimits(Duration.ofMillis(80), Duration.ofMillis(80), Duration.ofMillis(80));

        assertThat(error(reranker(RerankFormat.TEI).rerank("m", THREE, hasty)))
                .isInstanceOf(ProviderError.TimedOut.class);
    }

    @Test
    void personalDataDoesNotLeave() {
        answers(200, "[{\"index\":0,\"score\":0.5}]");
        RerankRequest personal =
                new RerankRequest("Rechnung an max@example.org", List.of("Kontakt: max@example.org"), 1);

        ok(new RedactingReranker(reranker(RerankFormat.TEI), new PersonalDataFinder()).rerank("m", personal, PATIENT));

        SERVER.verify(postRequestedFor(urlEqualTo("/v2/rerank")).withRequestBody(equalToJson("""
                        {"query":"Rechnung an [EMAIL_1]","texts":["Kontakt: [EMAIL_1]"],"truncate":true}""")));
    }
}
