import { pino, type Logger } from 'pino';

/**
 * JSON lines on standard output. Of an error only what is known to be harmless is written: libraries hang requests with
 * their headers and bodies on the errors they throw.
 */
export function createLog(level: string): Logger {
  return pino({ level, serializers: { err: describeError } });
}

function describeError(err: unknown, depth = 0): unknown {
  if (!(err instanceof Error)) return { message: String(err) };
  const { name, message, stack, cause } = err;
  const { code, service, serviceRequestId } = err as { code?: unknown; service?: unknown; serviceRequestId?: unknown };
  return {
    name,
    message,
    ...(code !== undefined && { code }),
    ...(service !== undefined && { service }),
    ...(serviceRequestId !== undefined && { serviceRequestId }),
    ...(depth === 0 && { stack }),
    ...(cause !== undefined && depth < 3 && { cause: describeError(cause, depth + 1) }),
  };
}
