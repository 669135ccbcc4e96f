package com.example.oms.user;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads variables, each with its check; what fails names the variable and never quotes its value.
 */
record Variables(Map<String, String> environment) {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  String text(String name, String otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  String required(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw new InvalidSetting(name, "is required");
    }
    return value;
  }

  int integer(String name, int otherwise, int smallest, int largest) {
    String value = text(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= smallest && number <= largest) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // Told below, with the bounds.
    }
    throw new InvalidSetting(name, "must be an integer from %d to %d".formatted(smallest, largest));
  }

  String oneOf(String name, String otherwise, List<String> allowed) {
    String value = text(name, otherwise).toLowerCase(Locale.ROOT);
    if (!allowed.contains(value)) {
      throw new InvalidSetting(name, "must be one of " + String.join(", ", allowed));
    }
    return value;
  }

  String password(String name) {
    String value = text(name, "");
    if (!value.isEmpty() && (value.length() < 8 || value.length() > 128)) {
      throw new InvalidSetting(name, "must have 8 to 128 characters");
    }
    return value;
  }

  String optionalUrl(String name) {
    String value = text(name, "");
    return value.isEmpty() ? value : url(name, value, "http", "https").toString();
  }

  URI url(String name, String otherwise, String... schemes) {
    try {
      var url = new URI(text(name, otherwise));
      if (url.getHost() != null && List.of(schemes).contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException ignored) {
      // Told below.
    }
    throw new InvalidSetting(name, "must be an %s URL".formatted(String.join(" or ", schemes)));
  }

  /** A plain number of seconds, decimals allowed. */
  Duration seconds(String name, String otherwise, int largest) {
    String value = text(name, otherwise);
    if (SECONDS.matcher(value).matches()) {
      var duration = Duration.ofMillis(new BigDecimal(value).movePointRight(3).longValue());
      if (!duration.isZero() && duration.toSeconds() <= largest) {
        return duration;
      }
    }
    throw new InvalidSetting(name, "must be a number of seconds from 0.001 to " + largest);
  }

  /** {@code id:secret,id:secret}; a secret may itself contain colons. */
  Map<String, String> pairs(String name) {
    var pairs = new LinkedHashMap<String, String>();
    for (String pair : text(name, "").split(",")) {
      if (pair.isBlank()) {
        continue;
      }
      String[] parts = pair.strip().split(":", 2);
      if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new InvalidSetting(name, "must be a list of client:secret pairs");
      }
      pairs.put(parts[0], parts[1]);
    }
    return Map.copyOf(pairs);
  }
}
