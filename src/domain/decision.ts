import type { Command, Refusal } from './commands.ts';
import type { RequestEvent } from './events.ts';
import type { AccessRequest } from './request.ts';
import type { Result } from './result.ts';
import { unmetOf, type Unmet } from './unmet.ts';
import { dayOf, type Instant } from './words.ts';

export type Decision = Result<readonly RequestEvent[], Refusal>;
export type CommandOf<Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

export function outsideTerms(request: AccessRequest, mayAsk: boolean): Refusal | undefined {
  const unmet: readonly Unmet[] = [...unmetOf(request), ...(mayAsk ? [] : [{ code: 'MayNotAsk' } as const])];
  return unmet.length > 0 ? { code: 'OutsideTerms', unmet } : undefined;
}

export function hasRunOut(request: AccessRequest, at: Instant): boolean {
  return request.ask.until < dayOf(at);
}
