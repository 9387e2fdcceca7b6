import type { Command, Refusal } from './commands.ts';
import type { RequestEvent } from './events.ts';
import type { AccessRequest } from './request.ts';
import type { Result } from './result.ts';
import { dayOf, type Instant } from './words.ts';

export type Decision = Result<readonly RequestEvent[], Refusal>;
export type CommandOf<Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

export function hasRunOut(request: AccessRequest, at: Instant): boolean {
  return request.ask.until < dayOf(at);
}
