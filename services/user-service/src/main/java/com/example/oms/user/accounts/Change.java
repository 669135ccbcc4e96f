package com.example.oms.user.accounts;

import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;

/** What an account's owner may change; a field that is not given stays as it is. */
record Change(String name, String phone) {

  void check() {
    if (name == null && phone == null) {
      throw Problem.invalid("name", "is required, unless phone is given");
    }
    var validation = new Validation().text("name", name, 200).phone("phone", phone);
    if (name != null) {
      validation.required("name", name);
    }
    validation.check();
  }

  String strippedName() {
    return name == null ? null : name.strip();
  }
}
