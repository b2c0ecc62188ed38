package dev.lotse.gateway.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks ID tokens with the provider's public keys, which are fetched when needed, kept, and fetched again when an unknown key
 * signs. Thread-safe.
 */
final class IdTokens {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_KEYS = 256 * 1024;

    /** Signatures by a key pair only: an ID token that is signed with the client's secret could be made by who reads it. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final OidcProvider provider;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    IdTokens(OidcProvider provider, URI keys, InstantSource clock) {
        this.provider = provider;
        try {
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    ALGORITHMS,
                    JWKSourceBuilder.create(
                                    keys.toURL(),
                                    new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEYS))
                            .retrying(true)
                            .build()));
        } catch (MalformedURLException e) {
            throw new SignInException("the provider's jwks_uri is no address", e);
        }
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        provider.clientId(),
                        new JWTClaimsSet.Builder()
                                .issuer(provider.issuer().toString())
                                .build(),
                        Set.of("sub", "exp", "iat", "nonce")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    /**
     * Who a token names.
     *
     * @throws SignInException where its signature, issuer, audience, time or nonce is not right
     */
    Identity verified(String token, String nonce) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            if (!nonce.equals(claims.getStringClaim("nonce"))) {
                throw new SignInException("the ID token is of another sign-in");
            }
            String party = claims.getStringClaim("azp");
            if (party != null && !party.equals(provider.clientId())) {
                throw new SignInException("the ID token is for another client");
            }
            String name = claims.getClaim(provider.nameClaim()) instanceof String text && !text.isBlank()
                    ? text.strip()
                    : claims.getSubject();
            return new Identity(name, values(at(claims.getClaims(), provider.roleClaim())));
        } catch (ParseException | BadJOSEException e) {
            throw new SignInException("the ID token is not valid: " + e.getMessage(), e);
        } catch (JOSEException e) {
            throw new SignInException("the provider's keys cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable Object at(Map<String, Object> claims, String path) {
        // A claim's own name may have dots, as the addresses that some providers use as names have.
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object at = claims;
        for (String step : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }

    private static Set<String> values(@Nullable Object claim) {
        Set<String> values = new HashSet<>();
        if (claim instanceof String text) {
            values.add(text);
        } else if (claim instanceof List<?> list) {
            list.forEach(value -> values.add(String.valueOf(value)));
        }
        return values;
    }
}
