package com.example.oms.user.audit;

import java.util.Arrays;
import java.util.Optional;

/** What is kept in the audit log. */
public enum AuditEventType {
  ACCOUNT_REGISTERED("account.registered"),
  ACCOUNT_CHANGED("account.changed"),
  ROLE_CHANGED("account.role_changed"),
  ACCOUNT_ACTIVATED("account.activated"),
  ACCOUNT_DEACTIVATED("account.deactivated"),
  LOGIN_SUCCEEDED("login.succeeded"),
  LOGIN_FAILED("login.failed"),
  /** The failure that reached a limit; what is refused after it is counted, not kept. */
  LOGIN_THROTTLED("login.throttled"),
  /** Its owner signed out. */
  SESSION_ENDED("session.ended"),
  /** Ended from elsewhere: from the list of sessions, or by an admin. */
  SESSION_REVOKED("session.revoked"),
  REFRESH_TOKEN_REUSED("refresh_token.reused"),
  PASSWORD_CHANGED("password.changed"),
  PASSWORD_REJECTED("password.rejected"),
  CLIENT_REJECTED("client.rejected"),
  SIGNING_KEYS_ROTATED("signing_keys.rotated");

  private final String id;

  AuditEventType(String id) {
    this.id = id;
  }

  /** The name in JSON and in the database. */
  public String id() {
    return id;
  }

  static Optional<AuditEventType> of(String id) {
    return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
  }
}
