package com.example.oms.user.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 203.0.113.7, 203.0.113.7",
    "10.1.2.3, 203.0.113.7, 203.0.113.7",
    "192.168.0.9, '198.51.100.1, 203.0.113.7', 203.0.113.7",
    "0:0:0:0:0:0:0:1, 203.0.113.7, 203.0.113.7",
    "fd00:0:0:0:0:0:0:1, 2001:db8::7, 2001:db8:0:0:0:0:0:7",
    // Through the frontend and the gateway, whatever the client claims to have forwarded.
    "127.0.0.1, '203.0.113.7, 127.0.0.1', 203.0.113.7",
    "172.18.0.2, '198.51.100.1, 203.0.113.7, 172.18.0.3', 203.0.113.7",
    "127.0.0.1, '203.0.113.7, ::ffff:127.0.0.1', 203.0.113.7",
    "127.0.0.1, '203.0.113.7,2001:db8::7 ,fd00::3', 2001:db8:0:0:0:0:0:7",
    // Everybody is near: the furthest of them is the client.
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "192.168.0.9, '192.168.0.50, 192.168.0.9', 192.168.0.50",
    // Nobody answers for what stands before something that is no address.
    "127.0.0.1, '203.0.113.7, unknown, 10.1.2.3', 10.1.2.3",
    // A peer from outside vouches for nobody.
    "198.51.100.1, 203.0.113.7, 198.51.100.1",
    // No address, and certainly none to ask the name server for.
    "127.0.0.1, dead.beef, 127.0.0.1",
    "127.0.0.1, 203.0.113.999, 127.0.0.1",
    "127.0.0.1, 203.0.113.7., 127.0.0.1",
    "127.0.0.1, ':::::', 127.0.0.1",
    "127.0.0.1, '203.0.113.7, ', 127.0.0.1",
    "127.0.0.1, '', 127.0.0.1"
  })
  void itIsThePeersUnlessOurProxiesKnowBetter(String peer, String forwardedFor, String address) {
    assertThat(ClientAddress.of(peer, forwardedFor)).isEqualTo(address);
  }
}
