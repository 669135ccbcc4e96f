package com.example.oms.user.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Our codes are those of the registry. */
class ProblemCodeTest {

  private static final Path REGISTRY = Path.of("..", "..", "contracts", "problems.yaml");

  @Test
  void everyCodeHasTheStatusAndTitleOfTheRegistry() throws Exception {
    Map<String, List<Map<String, Object>>> registry = new Yaml().load(Files.readString(REGISTRY));
    var byCode = new HashMap<String, Map<String, Object>>();
    registry.get("problems").forEach(problem -> byCode.put((String) problem.get("code"), problem));

    for (ProblemCode code : ProblemCode.values()) {
      assertThat(byCode).containsKey(code.code());
      assertThat(byCode.get(code.code()))
          .containsEntry("status", code.status().value())
          .containsEntry("title", code.title());
    }
  }
}
