package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.RerankProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chains by the names that clients call them. Immutable; thread-safe. */
public final class ChainDirectory {
    private final Map<String, ChatChain> chat = new HashMap<>();
    private final Map<String, UnaryChain<EmbeddingProvider>> embeddings = new HashMap<>();
    private final Map<String, UnaryChain<RerankProvider>> rerank = new HashMap<>();
    private final List<Name> names = new ArrayList<>();

    /** What a chain is asked for. */
    public enum Kind {
        CHAT,
        EMBEDDINGS,
        RERANK
    }

    /**
     * A name.
     *
     * @param chain the chain's own name; the same as {@code name} unless that is an alias
     */
    public record Name(String name, Kind kind, String chain) {}

    /**
     * A chain and what else it is called.
     *
     * @param <C> the kind of chain
     */
    public record Named<C>(C chain, List<String> aliases) {
        public Named {
            aliases = List.copyOf(aliases);
        }
    }

    /** Where two share a name, the first of chat, embeddings, rerank lists it; each is still found by its kind. */
    public ChainDirectory(
            List<Named<ChatChain>> chat,
            List<Named<UnaryChain<EmbeddingProvider>>> embeddings,
            List<Named<UnaryChain<RerankProvider>>> rerank) {
        chat.forEach(named -> add(this.chat, named.chain(), named.chain().name(), named.aliases(), Kind.CHAT));
        embeddings.forEach(
                named -> add(this.embeddings, named.chain(), named.chain().name(), named.aliases(), Kind.EMBEDDINGS));
        rerank.forEach(named -> add(this.rerank, named.chain(), named.chain().name(), named.aliases(), Kind.RERANK));
    }

    private <C> void add(Map<String, C> chains, C chain, String name, List<String> aliases, Kind kind) {
        put(chains, chain, name, name, kind);
        aliases.forEach(alias -> put(chains, chain, alias, name, kind));
    }

    private <C> void put(Map<String, C> chains, C chain, String name, String own, Kind kind) {
        if (chains.putIfAbsent(name, chain) == null
                && names.stream().noneMatch(known -> known.name().equals(name))) {
            names.add(new Name(name, kind, own));
        }
    }

    public Optional<ChatChain> chat(String name) {
        return Optional.ofNullable(chat.get(name));
    }

    public Optional<UnaryChain<EmbeddingProvider>> embeddings(String name) {
        return Optional.ofNullable(embeddings.get(name));
    }

    public Optional<UnaryChain<RerankProvider>> rerank(String name) {
        return Optional.ofNullable(rerank.get(name));
    }

    /** Every name that a client may use, in the order in which chains were given. */
    public List<Name> names() {
        return List.copyOf(names);
    }

    /** The names of one kind. */
    public List<String> names(Kind kind) {
        return names.stream()
                .filter(name -> name.kind() == kind)
                .map(Name::name)
                .toList();
    }
}
