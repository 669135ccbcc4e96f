package com.example.oms.user.web;

import com.example.oms.user.access.Open;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /openapi.yaml}: the description of this API, which the build puts into the jar. */
@RestController
class DescriptionEndpoint {

  private final byte[] description;

  DescriptionEndpoint() {
    try {
      description = new ClassPathResource("openapi/user-service.yaml").getContentAsByteArray();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @Open
  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> description() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_YAML)
        .cacheControl(CacheControl.noCache())
        .body(description);
  }
}
