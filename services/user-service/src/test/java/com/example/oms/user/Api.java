package com.example.oms.user;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    return send(request(path, null).header(header, value).GET());
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

  /** An access token of an account that {@link #register} made. */
  public String tokenOf(JsonNode account) {
    return login(account.path("email").asString(), "correct-horse").text("access_token");
  }

  /** An access token of the seed account of this name: admin, operator or customer. */
  public String seedToken(String name) {
    return login(name + "@oms.example", RunningService.LAB_PASSWORD).text("access_token");
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
