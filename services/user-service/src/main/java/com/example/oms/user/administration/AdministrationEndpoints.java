package com.example.oms.user.administration;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.problem.Validation;
import com.example.oms.user.web.Ids;
import com.example.oms.user.web.Page;
import com.example.oms.user.web.Query;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What admins do with the accounts of others. */
@RestController
@RequestMapping("/api/v1/users")
class AdministrationEndpoints {

  private static final int LONGEST_SEARCH = 254;

  private final Accounts accounts;
  private final Administration administration;

  AdministrationEndpoints(Accounts accounts, Administration administration) {
    this.accounts = accounts;
    this.administration = administration;
  }

  @Allowed(Role.ADMIN)
  @GetMapping
  Page<Account.View> list(Query query) {
    var text = query.text("q");
    new Validation().text("q", text.orElse(null), LONGEST_SEARCH).check();
    var role = query.text("role").map(Administered::role);
    int limit = query.limit();
    var rows =
        accounts.search(
            text.map(String::strip).filter(part -> !part.isEmpty()).orElse(null),
            role.orElse(null),
            query.after(),
            limit + 1);
    return Page.of(rows, limit, Account::id, Account::view);
  }

  @Allowed(Role.ADMIN)
  @PatchMapping("/{id}")
  Account.View patch(
      @PathVariable String id, @RequestBody Administered change, Caller caller, Origin origin) {
    var account = Ids.inPath("id", id, Administration.NO_SUCH_ACCOUNT);
    change.check();
    return administration.change(account, change, caller, origin).view();
  }
}
