package com.example.oms.user.access;

/** What has become, since a token was signed, of the session that it speaks for. */
public interface CurrentAccess {

  /**
   * The caller with the roles that the account has now.
   *
   * @throws com.example.oms.user.problem.Problem {@code unauthorized} when the session has ended
   */
  Caller confirm(Caller caller);
}
