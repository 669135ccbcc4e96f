package com.example.oms.user;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** The broker of the environment, as a consumer has it. */
public record Broker(Connection connection, Channel channel) implements AutoCloseable {

  /** Connects. */
  public static Broker connect() {
    try {
      var factory = new ConnectionFactory();
      factory.setUri(URI.create(System.getenv("TEST_RABBITMQ_URL")));
      if (factory.getVirtualHost().isEmpty()) {
        factory.setVirtualHost(ConnectionFactory.DEFAULT_VHOST);
      }
      var connection = factory.newConnection();
      return new Broker(connection, connection.createChannel());
    } catch (IOException
        | TimeoutException
        | URISyntaxException
        | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A queue of its own, gone with the connection, that gets every event of an exchange. */
  public String listen(String exchange) {
    try {
      channel.exchangeDeclare(exchange, "topic", true);
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, exchange, "#");
      return queue;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The next message of a queue, or null. */
  public GetResponse next(String queue) {
    try {
      return channel.basicGet(queue, true);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
