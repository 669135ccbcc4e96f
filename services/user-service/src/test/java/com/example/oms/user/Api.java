package com.example.oms.user;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service as somebody outside has it. */
public class Api {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  Api(int port) {
    base = "http://127.0.0.1:" + port;
  }

  /** What came back. */
  public record Answer(int status, HttpResponse<String> response) {

    /** The body as JSON. */
    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    /** A text member of the body. */
    public String text(String member) {
      return json().path(member).asString();
    }

    /** The first value of a header, or an empty text. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** GET, with a bearer token or null. */
  public Answer get(String path, String token) {
    return send(request(path, token).GET());
  }

  /** Any method without a body. */
  public Answer call(String method, String path, String token) {
    return send(request(path, token).method(method, BodyPublishers.noBody()));
  }

  /** GET with one header more. */
  public Answer getWith(String path, String header, String value) {
    return getWith(path, null, header, value);
  }

  /** GET with a bearer token or null and one header more. */
  public Answer getWith(String path, String token, String header, String value) {
    return send(request(path, token).header(header, value).GET());
  }

  /** POST of a JSON text with further headers, each a name and a value. */
  public Answer postWith(String path, String json, String... headers) {
    var request = request(path, null).header("Content-Type", "application/json");
    return send(request.headers(headers).POST(BodyPublishers.ofString(json)));
  }

  /** PATCH of a JSON text. */
  public Answer patch(String path, String token, String json) {
    return body("PATCH", path, token, "application/json", json);
  }

  /** DELETE. */
  public Answer delete(String path, String token) {
    return call("DELETE", path, token);
  }

  /** POST of a JSON text. */
  public Answer post(String path, String token, String json) {
    return body("POST", path, token, "application/json", json);
  }

  /** PUT of a JSON text. */
  public Answer put(String path, String token, String json) {
    return body("PUT", path, token, "application/json", json);
  }

  /** Any method with any body. */
  public Answer body(String method, String path, String token, String type, String body) {
    return send(
        request(path, token)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  /** POST of a body whose length is not announced. */
  public Answer postChunked(String path, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return send(
        request(path, null)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
  }

  /** Registers an account with a fresh address and the password {@code correct-horse}. */
  public JsonNode register() {
    String email = "somebody-" + UUID.randomUUID() + "@oms.example";
    var answer =
        post(
            "/api/v1/users/register",
            null,
            """
            {"email": "%s", "password": "correct-horse", "name": "Some Body"}"""
                .formatted(email));
    return answer.json();
  }

  /** Signs in. */
  public Answer login(String email, String password) {
    return post(
        "/api/v1/users/login",
        null,
        """
        {"email": "%s", "password": "%s"}"""
            .formatted(email, password));
  }

  /** Signs in from an address that a gateway vouches for. */
  public Answer loginFrom(String address, String email, String password) {
    return postWith(
        "/api/v1/users/login",
        """
        {"email": "%s", "password": "%s"}"""
            .formatted(email, password),
        "X-Forwarded-For",
        "203.0.113.200, " + address);
  }

  /** The fields that an answer says are wrong. */
  public static List<String> fields(Answer answer) {
    var fields = new ArrayList<String>();
    answer.json().path("errors").forEach(error -> fields.add(error.path("field").asString()));
    return fields;
  }

  /** A value of the metrics, 0 when there is no such series. */
  public double metric(String series) {
    return get("/metrics", null)
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** An access token of an account that {@link #register} made. */
  public String tokenOf(JsonNode account) {
    return login(account.path("email").asString(), "correct-horse").text("access_token");
  }

  /** An access token of the seed account of this name: admin, operator or customer. */
  public String seedToken(String name) {
    return login(name + "@oms.example", RunningService.LAB_PASSWORD).text("access_token");
  }

  /** POST of bytes that are said to be JSON. */
  public Answer bytes(String path, byte[] body) {
    return send(
        request(path, null)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** GET of a path that no well-meaning client would send; answers everything that came back. */
  public String raw(String path, String token) {
    var server = URI.create(base);
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      String head =
          "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(head.formatted(path, token).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
