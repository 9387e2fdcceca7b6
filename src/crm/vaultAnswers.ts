import { z } from 'zod';
import { ServiceAnswer } from './answers.ts';

/** The last answer of the vault to a call. */
export interface Reply {
  readonly status: number;
  readonly parsedBody?: unknown;
  readonly serviceRequestId: string | undefined;
  readonly retryAfter: string | undefined;
}

const Problem = z.object({
  error: z.object({
    code: z.string().default(''),
    message: z.string().default(''),
    innererror: z.object({ code: z.string() }).nullish(),
  }),
});

/** What is acted upon. Other inner codes are for whoever reads the answer itself. */
const innerCodes: ReadonlySet<string> = new Set([
  'SecretDisabled',
  'ObjectIsDeletedButRecoverable',
  'ObjectIsBeingDeleted',
]);

/** The client's own errors carry the request, and so the password: none of them is kept. */
export function answerOf(error: unknown, reply: Reply | undefined): unknown {
  if (!reply) return isClientError(error) ? new ServiceAnswer(String(error.code), { status: 0 }) : error;
  if (reply.status < 300) return new ServiceAnswer('An answer that cannot be understood', { status: 0 });
  const { code, message, innererror } = Problem.safeParse(reply.parsedBody).data?.error ?? { code: '', message: '' };
  const told = /deleted but recoverable/i.test(message) ? 'ObjectIsDeletedButRecoverable' : innererror?.code;
  return new ServiceAnswer(message, { ...reply, code: told !== undefined && innerCodes.has(told) ? told : code });
}

function isClientError(error: unknown): error is { readonly code?: unknown } {
  return error instanceof Error && error.name === 'RestError';
}
