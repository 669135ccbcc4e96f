package com.example.oms.user.administration;

import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Optional;

/**
 * What an admin may change; a field that is not given stays as it is. No record: with one, a field
 * that is null could not be told from a field that is not given.
 */
class Administered {

  private String role;
  private Boolean active;

  @JsonSetter(nulls = Nulls.FAIL)
  void setRole(String role) {
    this.role = role;
  }

  @JsonSetter(nulls = Nulls.FAIL)
  void setActive(Boolean active) {
    this.active = active;
  }

  Optional<Role> role() {
    return Optional.ofNullable(role).map(Administered::role);
  }

  Optional<Boolean> active() {
    return Optional.ofNullable(active);
  }

  void check() {
    if (role == null && active == null) {
      throw Problem.invalid("role", "is required, unless active is given");
    }
    role();
  }

  /** A role that an account can have. */
  static Role role(String id) {
    return Role.of(id)
        .filter(role -> role != Role.SERVICE)
        .orElseThrow(() -> Problem.invalid("role", "must be customer, operator or admin"));
  }
}
