package com.example.oms.user.job;

import com.example.oms.user.telemetry.JobMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Background work that is done again and again, on a thread of its own, with its four series. */
public abstract class PeriodicJob implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PeriodicJob.class);
  private static final long PATIENCE_MILLIS = 2_000;

  private final String name;
  private final Duration period;
  private final JobMetrics metrics;
  private final Semaphore woken = new Semaphore(0);
  private volatile Thread thread;
  private Context lastTrace = Context.root();
  private boolean failing;

  /** A job that runs at the start and then whenever so much time has passed since its last run. */
  protected PeriodicJob(String name, Duration period, MeterRegistry registry) {
    this.name = name;
    this.period = period;
    this.metrics = new JobMetrics(registry, name);
  }

  /** One run; answers how many things it dealt with. */
  protected abstract long work() throws Exception;

  /**
   * Called during a run that goes on in the trace of this span. A run has none of its own, because
   * most find nothing to do; its duration leads to the last trace that it went on in.
   */
  protected void goesOnIn(Span span) {
    lastTrace = Context.root().with(span);
  }

  /** Runs now instead of at the end of the period. */
  public void wake() {
    woken.release();
  }

  @Override
  public void start() {
    thread = new Thread(this::loop, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void loop() {
    try {
      while (isRunning()) {
        run();
        woken.tryAcquire(period.toNanos(), TimeUnit.NANOSECONDS);
        woken.drainPermits();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() throws InterruptedException {
    long startedAt = System.nanoTime();
    lastTrace = Context.root();
    try {
      metrics.succeeded(startedAt, work(), lastTrace);
      if (failing) {
        failing = false;
        log.atInfo().addKeyValue("job_name", name).log("the job {} works again", name);
      }
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failure) {
      if (!isRunning()) {
        return;
      }
      metrics.failed(startedAt, lastTrace);
      if (!failing) {
        // Once, until it works again: an outage of a minute has a hundred failing runs.
        failing = true;
        log.atWarn()
            .addKeyValue("job_name", name)
            .addKeyValue("error", String.valueOf(failure.getMessage()))
            .log("the job {} failed; it is tried again", name);
      }
    }
  }

  @Override
  public void stop() {
    var running = thread;
    thread = null;
    running.interrupt();
    try {
      running.join(PATIENCE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /** After the schema is there, before the web server. */
  @Override
  public int getPhase() {
    return 1;
  }
}
