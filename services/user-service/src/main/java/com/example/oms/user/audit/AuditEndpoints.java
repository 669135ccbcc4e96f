package com.example.oms.user.audit;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.web.Ids;
import com.example.oms.user.web.Page;
import com.example.oms.user.web.Query;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reading the audit log. */
@RestController
class AuditEndpoints {

  private final AuditLog auditLog;

  AuditEndpoints(AuditLog auditLog) {
    this.auditLog = auditLog;
  }

  @Allowed(Role.ADMIN)
  @GetMapping("/api/v1/users/audit-events")
  Page<AuditEvent> list(Query query) {
    var user =
        query
            .text("user_id")
            .map(
                id ->
                    Ids.parse(id).orElseThrow(() -> Problem.invalid("user_id", "must be a UUID")));
    var type =
        query
            .text("type")
            .map(
                id ->
                    AuditEventType.of(id)
                        .orElseThrow(() -> Problem.invalid("type", "is not a known type")));
    int limit = query.limit();
    var rows = auditLog.search(user.orElse(null), type.orElse(null), query.after(), limit + 1);
    return Page.of(rows, limit, AuditEvent::id, event -> event);
  }
}
