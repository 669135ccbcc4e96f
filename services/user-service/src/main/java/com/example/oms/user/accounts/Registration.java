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
        .email("email", email)
        .password("password", password)
        .readable("name", name, Account.LONGEST_NAME)
        .phone("phone", phone)
        .check();
  }
}
