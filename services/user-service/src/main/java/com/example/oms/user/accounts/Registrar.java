package com.example.oms.user.accounts;

import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.outbox.Outbox;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.web.Timestamps;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes accounts for people who ask for one, and tells the other services. */
@Component
class Registrar {

  private static final Logger log = LoggerFactory.getLogger(Registrar.class);

  /** The payload of {@code user.registered}. */
  record Registered(
      UUID userId,
      String email,
      String name,
      String phone,
      List<String> roles,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant createdAt) {}

  private final Accounts accounts;
  private final Passwords passwords;
  private final Outbox outbox;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;
  private final BusinessMetrics metrics;

  Registrar(
      Accounts accounts,
      Passwords passwords,
      Outbox outbox,
      AuditLog auditLog,
      TransactionTemplate transactions,
      BusinessMetrics metrics) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.outbox = outbox;
    this.auditLog = auditLog;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /** Makes an account for a customer. */
  Account register(Registration registration, Origin origin) {
    String hash = passwords.hash(registration.password());
    var account = transactions.execute(status -> add(registration, hash, origin));
    metrics.accountRegistered();
    log.atInfo().addKeyValue("customer_id", account.id()).log("an account was registered");
    return account;
  }

  private Account add(Registration registration, String hash, Origin origin) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var account =
        accounts.add(
            id,
            registration.email(),
            registration.name().strip(),
            registration.phone() == null ? LabPhone.of(id) : registration.phone(),
            hash,
            Set.of(Role.CUSTOMER));
    auditLog.keep(AuditEventType.ACCOUNT_REGISTERED, id.toString(), id, origin);
    outbox.add("user.registered", id.toString(), event(account));
    return account;
  }

  private static Registered event(Account account) {
    return new Registered(
        account.id(),
        account.email(),
        account.name(),
        account.phone(),
        account.roleIds(),
        account.createdAt());
  }
}
