package com.example.oms.user.web;

import com.example.oms.user.problem.BodyTooLarge;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body cannot be read beyond the limit, whatever length it announced. */
class LimitedRequest extends HttpServletRequestWrapper {

  /** 1 MiB. */
  static final int LIMIT = 1 << 20;

  LimitedRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new LimitedStream(super.getInputStream());
  }

  private static final class LimitedStream extends ServletInputStream {

    private final ServletInputStream body;
    private long read;

    LimitedStream(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = body.read(buffer, offset, length);
      count(Math.max(got, 0));
      return got;
    }

    private void count(int bytes) throws BodyTooLarge {
      read += bytes;
      if (read > LIMIT) {
        throw new BodyTooLarge();
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
