package com.example.oms.user.telemetry;

import com.example.oms.user.access.Open;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /metrics}: the Prometheus text format, or OpenMetrics with exemplars on Accept. */
@RestController
class MetricsEndpoint {

  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsEndpoint(PrometheusRegistry registry) {
    this.registry = registry;
    // CPU, memory and file descriptors under the names that every other service has for them.
    ProcessMetrics.builder().register(registry);
  }

  @Open
  @GetMapping("/metrics")
  void metrics(HttpServletRequest request, HttpServletResponse response) throws IOException {
    // Prometheus asks for protobuf first, which the library names but would need another jar to
    // write.
    String accept = request.getHeader("Accept");
    boolean openMetrics = accept != null && accept.contains(OPEN_METRICS);
    var writer =
        openMetrics
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    response.setContentType(writer.getContentType());
    // Micrometer's gauge of the largest recent duration exists in no other service.
    writer.write(
        response.getOutputStream(), registry.scrape(name -> !name.endsWith("_seconds_max")));
  }
}
