package com.example.oms.user.accounts;

import java.util.UUID;

/**
 * A number for accounts that give none, so that text messages always have somewhere to go: from +44
 * 7700 900000 to 900999, which Ofcom keeps for drama and never assigns to anybody.
 */
final class LabPhone {

  private static final int NUMBERS = 1000;

  private LabPhone() {}

  static String of(UUID account) {
    return "+447700900%03d".formatted(Math.floorMod(account.hashCode(), NUMBERS));
  }
}
