package com.example.oms.user.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * BCrypt over the SHA-256 of the password: BCrypt alone reads no more than 72 bytes, which is fewer
 * than a password of 128 characters may have.
 */
@Component
public class Passwords {

  /** 2^10 rounds: some 100 ms on a slow core, which a lab can bear under load. */
  private static final int COST = 10;

  private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(COST);

  /** A hash that no password has, so that an unknown address costs as much as a wrong password. */
  private final String nobody = "$2a$%02d$%s".formatted(COST, ".".repeat(53));

  String hash(String password) {
    return bcrypt.encode(digest(password));
  }

  boolean matches(String password, String hash) {
    return bcrypt.matches(digest(password), hash);
  }

  void matchNobody(String password) {
    bcrypt.matches(digest(password), nobody);
  }

  private static String digest(String password) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha256.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
