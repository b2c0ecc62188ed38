package dev.lotse.gateway.cli;

import dev.lotse.gateway.analytics.AnalyticsSettings;
import dev.lotse.gateway.answer.AnswerSettings;
import dev.lotse.gateway.cache.CacheSettings;
import dev.lotse.gateway.config.ConfigLayers;
import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.embed.ModelSettings;
import dev.lotse.gateway.http.ServerSettings;
import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.http.admin.AdminSettings;
import dev.lotse.gateway.http.inference.InferenceSettings;
import dev.lotse.gateway.limit.LimitSettings;
import dev.lotse.gateway.ops.LogSettings;
import dev.lotse.gateway.overload.OverloadSettings;
import dev.lotse.gateway.provider.setup.ProvidersSettings;
import dev.lotse.gateway.redis.RedisSettings;
import dev.lotse.gateway.rerank.RerankSettings;
import dev.lotse.gateway.search.SearchConfig;
import dev.lotse.gateway.search.SearchSettings;
import dev.lotse.gateway.store.StoreSettings;
import dev.lotse.gateway.trace.TraceSettings;
import java.util.Map;

/** The whole configuration, checked. */
public record GatewaySettings(
        ServerSettings server,
        Map<String, SiteSettings> sites,
        AdminSettings admin,
        SearchSettings search,
        ModelSettings models,
        EngineSettings engine,
        CacheSettings cache,
        RedisSettings redis,
        RerankSettings rerank,
        StoreSettings store,
        AnalyticsSettings analytics,
        LimitSettings limits,
        OverloadSettings overload,
        ProvidersSettings providers,
        InferenceSettings inference,
        AnswerSettings answers,
        LogSettings logging,
        TraceSettings traces) {

    public GatewaySettings {
        sites = Map.copyOf(sites);
    }

    /**
     * Reads every section.
     *
     * @throws dev.lotse.gateway.config.ConfigException naming every mistake
     */
    public static GatewaySettings read(ConfigLayers layers) {
        ConfigReader reader = ConfigReader.of(layers);
        GatewaySettings settings = read(reader);
        reader.finish();
        return settings;
    }

    /** Reads every section and leaves the ending to the caller. */
    static GatewaySettings read(ConfigReader reader) {
        ProvidersSettings providers = ProvidersSettings.read(reader);
        AnswerSettings answers = AnswerSettings.read(reader);
        answers.chain()
                .filter(name -> !providers.hasChat(name))
                .ifPresent(name -> reader.reject("answers.chain", name, "the name of a chain of chat models"));
        RerankSettings rerank = RerankSettings.read(reader);
        rerank.chains().forEach((key, name) -> {
            if (!providers.hasRerank(name)) {
                reader.reject(key, "chain:" + name, "the name of a chain of rerankers");
            }
        });
        return new GatewaySettings(
                ServerSettings.read(reader),
                SiteSettings.readAll(reader),
                AdminSettings.read(reader),
                SearchConfig.read(reader),
                ModelSettings.read(reader),
                EngineSettings.read(reader),
                CacheSettings.read(reader),
                RedisSettings.read(reader),
                rerank,
                StoreSettings.read(reader),
                AnalyticsSettings.read(reader),
                LimitSettings.read(reader),
                OverloadSettings.read(reader),
                providers,
                InferenceSettings.read(reader),
                answers,
                LogSettings.read(reader),
                TraceSettings.read(reader));
    }
}
