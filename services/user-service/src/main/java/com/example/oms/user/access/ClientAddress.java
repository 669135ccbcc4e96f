package com.example.oms.user.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose address a request comes from: its peer's, or the one that our own gateway vouches for. */
final class ClientAddress {

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final int LONGEST = 45;

  private ClientAddress() {}

  /**
   * The last entry of {@code X-Forwarded-For} when the peer is on this machine or in a private
   * network, where the gateway is. The entries before it are the client's own claims.
   */
  static String of(String peer, String forwardedFor) {
    if (forwardedFor == null || parse(peer).filter(ClientAddress::isNear).isEmpty()) {
      return peer;
    }
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return parse(last).map(InetAddress::getHostAddress).orElse(peer);
  }

  private static boolean isNear(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
  }

  /** Only literals are parsed: what looks like a name would be asked of the name server. */
  private static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST
        || !(IPV4.matcher(text).matches() || IPV6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }
}
