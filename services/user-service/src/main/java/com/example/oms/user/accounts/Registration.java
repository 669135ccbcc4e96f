package com.example.oms.user.accounts;

import com.example.oms.user.problem.Validation;

/**
 * What somebody gives to get an account.
 *
 * @param phone optional
 */
record Registration(String email, String password, String name, String phone) {

  void check() {
    new Validation()
        .required("email", email)
        .email("email", email)
        .required("password", password)
        .password("password", password)
        .required("name", name)
        .text("name", name, 200)
        .phone("phone", phone)
        .check();
  }
}
