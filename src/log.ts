import { pino, type DestinationStream, type Logger } from 'pino';
import { currentCorrelationId } from './application/correlation.ts';

/**
 * JSON lines on standard output. Of an error only what is known to be harmless is written: libraries hang requests with
 * their headers and bodies on the errors they throw. What is logged within a turn or a task carries its correlation id.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino({ level, serializers: { err: describeError }, mixin: correlation }, destination);
}

function correlation(): object {
  const correlationId = currentCorrelationId();
  return correlationId === undefined ? {} : { correlationId };
}

function describeError(err: unknown, depth = 0): unknown {
  if (!(err instanceof Error)) return { message: withoutAddresses(String(err)) };
  const { name, message, stack, cause } = err;
  const { code, service, serviceRequestId } = err as { code?: unknown; service?: unknown; serviceRequestId?: unknown };
  return {
    name,
    message: withoutAddresses(message),
    ...(code !== undefined && { code }),
    ...(service !== undefined && { service }),
    ...(serviceRequestId !== undefined && { serviceRequestId }),
    ...(depth === 0 && stack !== undefined && { stack: withoutAddresses(stack) }),
    ...(cause !== undefined && depth < 3 && { cause: describeError(cause, depth + 1) }),
  };
}

/** Services name people in their messages: by UPN or mail, the only names that can be told from other words. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s"'<>()[\]:;,=]+@[^\s"'<>()[\]:;,=]+/g, '…@…');
}
