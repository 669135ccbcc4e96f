package com.example.oms.user.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose address a request comes from: its peer's, or the one that our own proxies vouch for. */
final class ClientAddress {

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final int LONGEST = 45;

  private ClientAddress() {}

  /**
   * The peer's, and while that is on this machine or in a private network, where our proxies are,
   * the one that it forwards for: {@code X-Forwarded-For} from its end. So behind the gateway, and
   * behind the frontend and the gateway, it is the browser's. Whatever stands before the first
   * address from outside is that client's own claim.
   *
   * @param forwardedFor empty when there is none
   */
  static String of(String peer, String forwardedFor) {
    String client = peer;
    var address = parse(peer);
    String[] chain = forwardedFor.split(",", -1);
    for (int i = chain.length - 1;
        i >= 0 && address.filter(ClientAddress::isNear).isPresent();
        i--) {
      address = parse(chain[i].strip());
      client = address.map(InetAddress::getHostAddress).orElse(client);
    }
    return client;
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
