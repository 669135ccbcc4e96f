import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface Claims {
  sub: string;
  roles: string[];
  iss?: string;
  aud?: string;
  expiresIn?: number;
  kid?: string;
}

/** A user-service reduced to its keys: serves the key set and signs tokens. */
export async function createTokens() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }] };
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(keys));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const signWith = (
    key: CryptoKey,
    { sub, roles, iss = 'oms', aud = 'oms', expiresIn = 900, kid = 'key-1' }: Claims,
  ) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ roles, email: `${sub}@oms.example` })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setSubject(sub)
      .setIssuer(iss)
      .setAudience(aud)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresIn)
      .setJti(crypto.randomUUID())
      .sign(key);
  };
  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`,
    sign: (claims: Claims) => signWith(privateKey, claims),
    signAsStranger: (claims: Claims) => signWith(stranger.privateKey, claims),
    close: () => server.close(),
  };
}

export type Tokens = Awaited<ReturnType<typeof createTokens>>;
