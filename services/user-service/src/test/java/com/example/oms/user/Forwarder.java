package com.example.oms.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A port that leads to a server, and can be cut and mended: an outage on demand. */
public class Forwarder implements AutoCloseable {

  private final URI target;
  private final int port;
  private final List<Socket> open = new ArrayList<>();
  private volatile ServerSocket server;

  /** A port to the server of this URL, cut at first. */
  public Forwarder(URI target) {
    this.target = target;
    try (var free = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The target's URL with this port instead of its own. */
  public URI url() {
    return URI.create(
        target.toString().replace(target.getHost() + ":" + target.getPort(), "127.0.0.1:" + port));
  }

  /** Opens the port. */
  public void mend() {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    var listening = server;
    run(() -> accept(listening));
  }

  private void accept(ServerSocket listening) throws IOException {
    while (true) {
      var near = listening.accept();
      var far = new Socket(target.getHost(), target.getPort());
      synchronized (open) {
        if (listening.isClosed()) {
          near.close();
          far.close();
          return;
        }
        open.addAll(List.of(near, far));
      }
      run(() -> near.getInputStream().transferTo(far.getOutputStream()));
      run(() -> far.getInputStream().transferTo(near.getOutputStream()));
    }
  }

  /** Closes the port and everything that went through it. */
  public void cut() {
    try {
      synchronized (open) {
        server.close();
        for (var socket : open) {
          socket.close();
        }
        open.clear();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException cut) {
                // That is what it is for.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    cut();
  }
}
