package com.example.oms.user.tokens;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Signs and verifies access tokens: JWTs with RS256 that live for a quarter of an hour. */
@Component
public class AccessTokens {

  /** How long a token is valid. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final String ISSUER = "oms";
  private static final String AUDIENCE = "oms";
  private static final String ROLES = "roles";
  private static final String SESSION = "sid";
  private static final int LEEWAY_SECONDS = 5;

  private final SigningKeys keys;
  private final BusinessMetrics metrics;
  private final DefaultJWTProcessor<SecurityContext> processor;

  AccessTokens(SigningKeys keys, BusinessMetrics metrics) {
    this.keys = keys;
    this.metrics = metrics;
    this.processor = processor(keys);
  }

  /** A token for a person who is signed in. */
  public String forAccount(UUID account, String email, Collection<Role> roles, UUID session) {
    metrics.accessTokenIssued();
    return sign(
        claims(account.toString(), roles)
            .claim("email", email)
            .claim(SESSION, session.toString())
            .build());
  }

  /** A token for another service. */
  String forService(String client) {
    metrics.serviceTokenIssued();
    return sign(claims(client, List.of(Role.SERVICE)).build());
  }

  /**
   * The caller that a token speaks for.
   *
   * @throws Problem {@code unauthorized} when the token is not one of ours or has expired
   */
  public Caller verify(String token) {
    try {
      var claims = processor.process(token, null);
      String session = claims.getStringClaim(SESSION);
      return new Caller(
          claims.getSubject(), roles(claims), session == null ? null : UUID.fromString(session));
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException bad) {
      throw Problem.unauthorized("The bearer token is not valid or has expired");
    }
  }

  private static Set<Role> roles(JWTClaimsSet claims) throws ParseException {
    return claims.getStringListClaim(ROLES).stream()
        .map(Role::of)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JWTClaimsSet.Builder claims(String subject, Collection<Role> roles) {
    var now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject)
        .claim(ROLES, roles.stream().map(Role::id).sorted().toList())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFETIME)))
        .jwtID(UUID.randomUUID().toString());
  }

  private String sign(JWTClaimsSet claims) {
    var key = keys.current();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException failure) {
      throw new IllegalStateException("a token could not be signed", failure);
    }
    return token.serialize();
  }

  /** Accepts RS256 with a key of ours and nothing else: neither {@code none} nor HS256. */
  private static DefaultJWTProcessor<SecurityContext> processor(SigningKeys keys) {
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            AUDIENCE,
            new JWTClaimsSet.Builder().issuer(ISSUER).build(),
            Set.of("sub", "iat", "exp", ROLES));
    verifier.setMaxClockSkew(LEEWAY_SECONDS);
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(verifier);
    return processor;
  }
}
