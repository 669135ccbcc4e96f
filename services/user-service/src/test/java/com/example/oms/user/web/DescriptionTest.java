package com.example.oms.user.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.RunningService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The description is served, and describes what is there: no more, no less. */
@ExtendWith(RunningService.class)
class DescriptionTest {

  private static final Path FILE = Path.of("..", "..", "contracts", "openapi", "user-service.yaml");

  @Test
  void itIsServedToAnybody(RunningService.Instance service) throws Exception {
    var answer = service.api().get("/openapi.yaml", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.response().body()).isEqualTo(Files.readString(FILE));
  }

  @Test
  void itDescribesEveryRouteAndNothingElse(RunningService.Instance service) throws Exception {
    var described = new TreeSet<String>();
    Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(Files.readString(FILE));
    file.get("paths")
        .forEach(
            (path, operations) ->
                operations.keySet().stream()
                    .filter(method -> !method.equals("parameters"))
                    .forEach(method -> described.add(method + " " + template(path))));

    var served = new TreeSet<String>();
    service
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            route
                                .getPatternValues()
                                .forEach(
                                    path ->
                                        served.add(
                                            method.name().toLowerCase(Locale.ROOT)
                                                + " "
                                                + template(path)))));
    served.removeIf(route -> route.startsWith("get /failing/"));

    assertThat(described).isEqualTo(served);
  }

  /** Names of parameters differ in style only. */
  private static String template(String path) {
    return path.replaceAll("\\{[^}]+}", "{}");
  }
}
