package dev.lotse.gateway.retrieval.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SearchEngineContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedNode.class)
@Tag("cluster")
class ElasticsearchEngineIT extends SearchEngineContract {
    private final ElasticsearchEngine engine;

    ElasticsearchEngineIT(SharedNode.Place place) {
        engine = new ElasticsearchEngine(place.settings(), NanoClock.SYSTEM, InstantSource.system());
    }

    @Override
    protected SearchEngine engine() {
        return engine;
    }

    @BeforeEach
    void isEmpty() {
        assertThat(engine.sites()).isEmpty();
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
