import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string[];
  source: string;
  /** Header values by lower-case name. */
  headers: Map<string, string>;
}

export interface Sms {
  headers: Record<string, string | string[] | undefined>;
  body: { from: string; to: string; text: string; labels: Record<string, string> };
}

function parseHeaders(source: string): Map<string, string> {
  const [head = ''] = source.split('\r\n\r\n', 1);
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** A mail server and an SMS gateway that keep what they get, and can be told to refuse. */
export async function createInbox() {
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  /** While set, every mail is answered with this code: 4xx and 5xx as the real ones do. */
  const trouble: { mail?: number; recipient?: number; sms?: number } = {};
  const refusal = (code: number) => Object.assign(new Error('refused by the test'), { responseCode: code });

  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => done(trouble.recipient ? refusal(trouble.recipient) : null),
    onData(stream, session, done) {
      let source = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        source += chunk;
      });
      stream.on('end', () => {
        if (trouble.mail) return done(refusal(trouble.mail));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, source, headers: parseHeaders(source) });
        done();
      });
    },
  });
  // Clients that go away in the middle of a conversation are part of the tests.
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));

  const gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      if (trouble.sms) return response.writeHead(trouble.sms).end();
      texts.push({ headers: request.headers, body: JSON.parse(body) });
      response
        .writeHead(202, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ id: `sms-${texts.length}` }));
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));

  const smtpPort = (smtp.server.address() as AddressInfo).port;
  const gatewayPort = (gateway.address() as AddressInfo).port;
  const env = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(smtpPort),
    SMS_URL: `http://127.0.0.1:${gatewayPort}/sms`,
  };
  const close = () => {
    smtp.close();
    gateway.close();
    gateway.closeAllConnections();
  };
  return { env, mails, texts, trouble, close };
}

export type Inbox = Awaited<ReturnType<typeof createInbox>>;
