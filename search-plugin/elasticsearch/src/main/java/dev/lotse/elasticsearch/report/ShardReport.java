package dev.lotse.elasticsearch.report;

import java.io.IOException;
import java.util.Map;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;

/**
 * What one shard holds.
 *
 * @param index name of its index
 * @param pages live page documents
 * @param passages live passage documents
 * @param vectors vectors in its segments, those of deleted passages included
 * @param vectorBytes what the raw vectors take in memory when all of them are read, in bytes
 * @param bytesRead how much was read to warm it, in bytes
 * @param words page frequency by word, by language; empty unless asked for
 */
public record ShardReport(
        String index,
        long pages,
        long passages,
        long vectors,
        long vectorBytes,
        long bytesRead,
        Map<String, Map<String, Integer>> words)
        implements Writeable {

    public ShardReport {
        words = Map.copyOf(words);
    }

    /** Reads what another node wrote. */
    public ShardReport(StreamInput in) throws IOException {
        this(
                in.readString(),
                in.readVLong(),
                in.readVLong(),
                in.readVLong(),
                in.readVLong(),
                in.readVLong(),
                in.readMap(each -> each.readMap(StreamInput::readVInt)));
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        out.writeString(index);
        out.writeVLong(pages);
        out.writeVLong(passages);
        out.writeVLong(vectors);
        out.writeVLong(vectorBytes);
        out.writeVLong(bytesRead);
        out.writeMap(words, (each, map) -> each.writeMap(map, StreamOutput::writeVInt));
    }
}
