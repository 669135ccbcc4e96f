package com.example.oms.user.accounts;

import com.example.oms.user.access.Role;
import com.example.oms.user.web.Timestamps;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who can sign in.
 *
 * @param email as it was given at registration; upper and lower case make no difference
 * @param phone in E.164
 * @param passwordHash what {@link Passwords} made of the password; never leaves the service
 * @param active an account that is not active can neither sign in nor refresh a session
 */
public record Account(
    UUID id,
    String email,
    String name,
    String phone,
    Set<Role> roles,
    boolean active,
    Instant createdAt,
    Instant updatedAt,
    String passwordHash) {

  static final int LONGEST_NAME = 200;

  /** What the API shows of an account. */
  public record View(
      UUID id,
      String email,
      String name,
      String phone,
      List<String> roles,
      boolean active,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant createdAt,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant updatedAt) {}

  /** The account without what nobody may see. */
  public View view() {
    return new View(id, email, name, phone, roleIds(), active, createdAt, updatedAt);
  }

  /** The names of the roles, in order. */
  public List<String> roleIds() {
    return roles.stream().map(Role::id).sorted().toList();
  }
}
