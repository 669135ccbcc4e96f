package com.example.oms.user.access;

import java.util.Set;
import java.util.UUID;

/**
 * Who makes the request, according to a verified access token.
 *
 * @param subject the account's id, or the client id of a service
 * @param session the session that the token belongs to; null for a service
 */
public record Caller(String subject, Set<Role> roles, UUID session) {

  /** Whether the caller has this role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether the caller is the account itself. */
  public boolean owns(UUID account) {
    return !is(Role.SERVICE) && subject.equals(account.toString());
  }
}
