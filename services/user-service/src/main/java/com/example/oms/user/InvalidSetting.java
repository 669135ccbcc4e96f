package com.example.oms.user;

/** A variable that is missing or malformed; the message names it, never its value. */
public class InvalidSetting extends RuntimeException {

  InvalidSetting(String variable, String complaint) {
    super(variable + " " + complaint);
  }
}
