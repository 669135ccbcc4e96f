package com.example.oms.user.database;

/** The database did not answer, or refused us, for as long as the start waits for it. */
public class DatabaseUnavailable extends RuntimeException {

  DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
