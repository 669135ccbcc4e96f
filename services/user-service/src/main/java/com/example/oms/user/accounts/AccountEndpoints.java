package com.example.oms.user.accounts;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Open;
import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.example.oms.user.problem.Validation;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.web.Page;
import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Registering, reading, changing and listing accounts. */
@RestController
@RequestMapping("/api/v1/users")
class AccountEndpoints {

  private static final Logger log = LoggerFactory.getLogger(AccountEndpoints.class);

  private final Accounts accounts;
  private final Passwords passwords;
  private final BusinessMetrics metrics;

  AccountEndpoints(Accounts accounts, Passwords passwords, BusinessMetrics metrics) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.metrics = metrics;
  }

  @Open
  @PostMapping("/register")
  ResponseEntity<Account.View> register(@RequestBody Registration registration) {
    registration.check();
    var id = UuidCreator.getTimeOrderedEpoch();
    var account =
        accounts.add(
            id,
            registration.email().strip(),
            registration.name().strip(),
            registration.phone() == null ? LabPhone.of(id) : registration.phone(),
            passwords.hash(registration.password()),
            Set.of(Role.CUSTOMER));
    metrics.accountRegistered();
    log.atInfo().addKeyValue("customer_id", id).log("an account was registered");
    return ResponseEntity.created(URI.create("/api/v1/users/" + id)).body(account.view());
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @GetMapping("/me")
  Account.View me(Caller caller) {
    return find(id(caller.subject()));
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

  @PutMapping("/{id}")
  Account.View put(@PathVariable String id, @RequestBody Change change, Caller caller) {
    var account = id(id);
    if (!caller.is(Role.ADMIN) && !caller.owns(account)) {
      throw caller.is(Role.CUSTOMER)
          ? noSuchAccount()
          : Problem.of(ProblemCode.FORBIDDEN, "Only its owner or an admin changes an account");
    }
    change.check();
    return accounts
        .change(account, change.strippedName(), change.phone())
        .orElseThrow(AccountEndpoints::noSuchAccount)
        .view();
  }

  @Allowed(Role.ADMIN)
  @GetMapping
  Page<Account.View> list(
      @RequestParam(required = false) String q,
      @RequestParam(required = false) String role,
      @RequestParam(required = false) String limit,
      @RequestParam(required = false) String cursor) {
    new Validation().text("q", q, 254).check();
    int size = Page.limit(limit);
    var rows = accounts.search(blankToNull(q), role(role), Page.after(cursor), size + 1);
    return Page.of(rows, size, Account::id, Account::view);
  }

  private Account.View find(UUID id) {
    return accounts.find(id).orElseThrow(AccountEndpoints::noSuchAccount).view();
  }

  private static Role role(String parameter) {
    if (blankToNull(parameter) == null) {
      return null;
    }
    return Role.of(parameter)
        .filter(role -> role != Role.SERVICE)
        .orElseThrow(() -> Problem.invalid("role", "must be customer, operator or admin"));
  }

  private static String blankToNull(String parameter) {
    return parameter == null || parameter.isBlank() ? null : parameter.strip();
  }

  private static UUID id(String text) {
    try {
      var id = UUID.fromString(text);
      // The JDK also takes shortened groups, which are no ids of ours.
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException malformed) {
      // Told below: what is not an id is nobody's.
    }
    throw noSuchAccount();
  }

  private static Problem noSuchAccount() {
    return Problem.notFound("There is no such account");
  }
}
