package com.example.oms.user.accounts;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Open;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.example.oms.user.web.Ids;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Registering, reading and changing accounts. */
@RestController
@RequestMapping("/api/v1/users")
class AccountEndpoints {

  private static final String NO_SUCH_ACCOUNT = "There is no such account";

  private final Accounts accounts;
  private final Registrar registrar;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;

  AccountEndpoints(
      Accounts accounts, Registrar registrar, AuditLog auditLog, TransactionTemplate transactions) {
    this.accounts = accounts;
    this.registrar = registrar;
    this.auditLog = auditLog;
    this.transactions = transactions;
  }

  @Open
  @PostMapping("/register")
  ResponseEntity<Account.View> register(@RequestBody Registration registration, Origin origin) {
    registration.check();
    var account = registrar.register(registration, origin);
    return ResponseEntity.created(URI.create("/api/v1/users/" + account.id())).body(account.view());
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @GetMapping("/me")
  Account.View me(Caller caller) {
    return find(UUID.fromString(caller.subject()));
  }

  @GetMapping("/{id}")
  Account.View get(@PathVariable String id, Caller caller) {
    var account = id(id);
    boolean mayReadAll =
        caller.is(Role.OPERATOR) || caller.is(Role.ADMIN) || caller.is(Role.SERVICE);
    if (!mayReadAll && !caller.owns(account)) {
      throw noSuchAccount();
    }
    return find(account);
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @PutMapping("/{id}")
  Account.View put(
      @PathVariable String id, @RequestBody Change change, Caller caller, Origin origin) {
    var account = id(id);
    if (!caller.is(Role.ADMIN) && !caller.owns(account)) {
      throw caller.is(Role.CUSTOMER)
          ? noSuchAccount()
          : Problem.of(ProblemCode.FORBIDDEN, "Only its owner or an admin changes an account");
    }
    change.check();
    return transactions.execute(status -> change(account, change, caller, origin)).view();
  }

  private Account change(UUID id, Change change, Caller caller, Origin origin) {
    var changed =
        accounts
            .change(id, change.name(), change.phone())
            .orElseThrow(AccountEndpoints::noSuchAccount);
    String fields =
        Stream.of(change.name() == null ? "" : "name", change.phone() == null ? "" : "phone")
            .filter(field -> !field.isEmpty())
            .collect(Collectors.joining(","));
    auditLog.keep(
        AuditEventType.ACCOUNT_CHANGED, caller.subject(), id, origin, Map.of("fields", fields));
    return changed;
  }

  private Account.View find(UUID id) {
    return accounts.find(id).orElseThrow(AccountEndpoints::noSuchAccount).view();
  }

  private static UUID id(String text) {
    return Ids.inPath("id", text, NO_SUCH_ACCOUNT);
  }

  private static Problem noSuchAccount() {
    return Problem.notFound(NO_SUCH_ACCOUNT);
  }
}
