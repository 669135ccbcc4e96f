package com.example.oms.user.accounts;

import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * What an account's owner may change; a field that is not given stays as it is. No record: with
 * one, a field that is null could not be told from a field that is not given.
 */
class Change {

  private String name;
  private String phone;

  @JsonSetter(nulls = Nulls.FAIL)
  void setName(String name) {
    this.name = name;
  }

  @JsonSetter(nulls = Nulls.FAIL)
  void setPhone(String phone) {
    this.phone = phone;
  }

  /** The new name, without blanks around it, or null. */
  String name() {
    return name == null ? null : name.strip();
  }

  /** The new phone, or null. */
  String phone() {
    return phone;
  }

  void check() {
    if (name == null && phone == null) {
      throw Problem.invalid("name", "is required, unless phone is given");
    }
    var validation = new Validation().phone("phone", phone);
    if (name != null) {
      validation.readable("name", name, Account.LONGEST_NAME);
    }
    validation.check();
  }
}
