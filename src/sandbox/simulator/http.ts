import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface Call {
  method: string;
  /** The decoded path below the service's root. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** The address of the service's root, as the caller wrote it. */
  root: string;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A service's "no". Thrown, so that the transaction around it leaves nothing behind. */
export class ServiceError extends Error {
  override name = 'ServiceError';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** JSON as what it says, YAML as text. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  if (request.headers['content-type']?.includes('yaml')) return text;
  return JSON.parse(text);
}

export function send(response: ServerResponse, answer: Answer): void {
  const json =
    answer.body === undefined ? undefined : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
    ...answer.headers,
  });
  response.end(json);
}

/** A body that must be a JSON object; anything else reads as an empty one. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}

/** Reads one word out of a `Prefer` header. */
export function preference(headers: IncomingHttpHeaders, name: string): string | undefined {
  const wishes = String(headers.prefer ?? '').split(',');
  for (const wish of wishes) {
    const [key, ...rest] = wish.trim().split('=');
    if (key?.toLowerCase() === name) return rest.join('=').replaceAll('"', '');
  }
  return undefined;
}

export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
