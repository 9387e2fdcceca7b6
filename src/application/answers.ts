import type { Refusal } from '../domain/commands.ts';
import type { Result } from '../domain/result.ts';
import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { Cause, Stored } from './ports/store.ts';
import type { RequestView } from './views.ts';
import { viewRequest } from './viewRequest.ts';

/** What somebody wants of a request. */
export interface Wish {
  readonly id: RequestId;
  /** From the authenticated activity, never from a card. */
  readonly by: Person;
  readonly correlationId: string;
}

/** The request as it is now for the person who asked, and, if the wish was not granted, why. */
export interface Answer {
  /** Undefined when there is no such request, or none that concerns them. */
  readonly view: RequestView | undefined;
  readonly refusal?: Refusal;
}

export const notFound: Answer = { view: undefined, refusal: { code: 'NotFound' } };

export async function answer(app: App, { id, by }: Wish, result: Result<Stored, Refusal>): Promise<Answer> {
  const view = await viewRequest(app, { id, reader: by });
  return { view, ...(!result.ok && { refusal: result.refusal }) };
}

export function causeOf({ by, correlationId }: Pick<Wish, 'by' | 'correlationId'>): Cause {
  return { actor: by.id, correlationId };
}
