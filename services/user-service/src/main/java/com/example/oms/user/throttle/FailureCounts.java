package com.example.oms.user.throttle;

import com.example.oms.user.Settings;
import com.example.oms.user.Settings.ThrottleSettings;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How many sign-ins have failed within the window, in Redis, for all instances. Each question is
 * one script, which Redis runs as a whole: no two failures are counted as one.
 *
 * <p>A rate limiter would count requests; here only failures count, which are known afterwards, and
 * a success forgets them.
 */
@Component
class FailureCounts implements DisposableBean {

  private static final String ASK = script("ask");
  private static final String COUNT = script("count");

  /** Whether a limit is reached, whether by this very failure, and for how long. */
  record Standing(boolean reached, boolean justNow, Duration remaining) {}

  private final RedisClient redis;
  private final RedisObservation observation;
  private final ThrottleSettings limits;
  private final String prefix;

  FailureCounts(Settings settings, ObservationRegistry observations) {
    var url = settings.redis().url();
    var timeout = settings.redis().timeout();
    this.redis =
        RedisClient.builder()
            .hostAndPort(new HostAndPort(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort()))
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .user(JedisURIHelper.getUser(url))
                    .password(JedisURIHelper.getPassword(url))
                    .database(JedisURIHelper.getDBIndex(url))
                    .ssl(JedisURIHelper.isRedisSSLScheme(url))
                    .connectionTimeoutMillis((int) timeout.toMillis())
                    .socketTimeoutMillis((int) timeout.toMillis())
                    .clientName(settings.serviceName())
                    .build())
            .poolConfig(pool(timeout))
            .build();
    this.observation = new RedisObservation(observations, url);
    this.limits = settings.throttle();
    this.prefix = settings.redis().keyPrefix() + "login-failures:";
  }

  private static GenericObjectPoolConfig<Connection> pool(Duration timeout) {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(8);
    pool.setMaxIdle(2);
    pool.setMinIdle(0);
    pool.setMaxWait(timeout);
    // Instead of a thread that looks after idle connections: one that died is noticed when it is
    // needed.
    pool.setTestOnBorrow(true);
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    return pool;
  }

  /** Whether a limit is reached; unless one is, a success forgets the account's failures. */
  Standing ask(String account, String address, boolean success) {
    var answer =
        run(
            "ask",
            ASK,
            keys(account, address),
            List.of(
                Integer.toString(limits.perAccount()),
                Integer.toString(limits.perAddress()),
                success ? "success" : ""));
    return new Standing(answer.get(0) > 0, false, Duration.ofMillis(answer.get(0)));
  }

  /** Counts a failure. */
  Standing count(String account, String address) {
    var answer =
        run(
            "count",
            COUNT,
            keys(account, address),
            List.of(
                Integer.toString(limits.perAccount()),
                Integer.toString(limits.perAddress()),
                Long.toString(limits.window().toMillis())));
    return new Standing(answer.get(0) > 0, answer.get(1) > 0, Duration.ofMillis(answer.get(0)));
  }

  private List<String> keys(String account, String address) {
    return List.of(prefix + "account:" + account, prefix + "address:" + address);
  }

  @SuppressWarnings("unchecked")
  private List<Long> run(String name, String script, List<String> keys, List<String> arguments) {
    return (List<Long>) observation.observe(name, () -> redis.eval(script, keys, arguments));
  }

  private static String script(String name) {
    try {
      return new ClassPathResource("redis/" + name + ".lua")
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @Override
  public void destroy() {
    redis.close();
  }
}
