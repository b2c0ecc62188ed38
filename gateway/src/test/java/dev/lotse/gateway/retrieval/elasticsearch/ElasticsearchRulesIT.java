package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.RuledSearchContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedNode.class)
@Tag("cluster")
class ElasticsearchRulesIT extends RuledSearchContract {
    private final SharedNode.Place place;

    ElasticsearchRulesIT(SharedNode.Place place) {
        this.place = place;
    }

    @Override
    protected SearchEngine open() {
        return new ElasticsearchEngine(place.settings(), NanoClock.SYSTEM, InstantSource.system());
    }
}
