package dev.lotse.elasticsearch.retriever;

import java.io.IOException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;

/**
 * What one inner retriever says about a page.
 *
 * @param name the retriever's name
 * @param rank from 1, over all shards
 * @param score as the retriever gave it
 */
record HybridPart(String name, int rank, float score) implements Writeable {

    HybridPart(StreamInput in) throws IOException {
        this(in.readString(), in.readVInt(), in.readFloat());
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        out.writeString(name);
        out.writeVInt(rank);
        out.writeFloat(score);
    }
}
