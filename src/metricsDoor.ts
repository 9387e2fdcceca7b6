import { createHash, timingSafeEqual } from 'node:crypto';

/** Who asks for the metrics. */
export interface Asking {
  readonly authorization: string;
  readonly remoteAddress: string;
  /** It came through a proxy or a tunnel, which calls from this machine for anybody. */
  readonly forwarded: boolean;
}

/** 200: come in · 401: the token is missing or wrong · 404: there is nothing here. */
export type MetricsDoor = (asking: Asking) => 200 | 401 | 404;

/**
 * With a token, for whoever has it, from anywhere. Without one, for this machine, and in production for nobody: a proxy
 * on the same machine need not say that it is one.
 */
export function createMetricsDoor({
  token,
  production,
}: {
  readonly token: string | undefined;
  readonly production: boolean;
}): MetricsDoor {
  if (token !== undefined) {
    const wanted = digest(`Bearer ${token}`);
    return ({ authorization }) => (timingSafeEqual(digest(authorization), wanted) ? 200 : 401);
  }
  return ({ remoteAddress, forwarded }) => (!production && !forwarded && isLoopback(remoteAddress) ? 200 : 404);
}

/** Of one length, so that comparing takes always the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopback(address: string): boolean {
  return /^(::1|(::ffff:)?127(\.\d+){3})$/.test(address);
}
