package com.example.oms.user.access;

/**
 * From where a request comes, as far as one can tell.
 *
 * @param address the client's IP address; null for work of the service itself
 * @param userAgent what the client says that it is, shortened; null when it says nothing
 */
public record Origin(String address, String userAgent) {

  /** The origin of what the service does on its own. */
  public static final Origin INTERNAL = new Origin(null, null);
}
