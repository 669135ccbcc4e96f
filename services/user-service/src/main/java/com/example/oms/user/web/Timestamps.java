package com.example.oms.user.web;

/** How every time of the API is written: RFC 3339, in UTC, with milliseconds. */
public final class Timestamps {

  /** The pattern. */
  public static final String MILLISECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

  private Timestamps() {}
}
