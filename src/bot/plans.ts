import { dryRun } from '../application/dryRun.ts';
import type { RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { planCard } from './cards/planCard.ts';
import { numberIn } from './reading/numbers.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import type { CommandButton, Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

const mostOffered = 4;

/** `args`: the number of a request. */
export async function tellPlan(turn: Turn, args: string): Promise<void> {
  const id = numberIn(args);
  if (id) return showPlan(turn, id);
  const { app, person } = turn;
  const { requests } = await app.store.listRequests(
    { requester: person.id, statuses: ['Draft', 'Pending', 'Waiting'] },
    { offset: 0, limit: mostOffered },
  );
  const buttons = requests.map((request) => {
    const { ask } = request;
    return { title: `#${request.id} ${ask.integration}`, data: { command: 'plan', requestId: request.id } } as const;
  });
  await reply(turn, noticeCard(usage(args, buttons)));
}

/** What would be done for a request, and what the world says about it now; in place of the card that was clicked. */
export async function showPlan(turn: Turn, id: RequestId): Promise<void> {
  const planned = await dryRun(turn.app, { id, reader: turn.person });
  await reply(turn, planned ? planCard(planned) : noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
}

function usage(args: string, buttons: readonly CommandButton[]): Notice {
  const todo = 'Write its number, for example “plan 104”.';
  return {
    tone: 'info',
    what: args === '' ? 'The plan of which request?' : `“${args.slice(0, 60)}” is no number of a request.`,
    why: 'A plan shows every call that would be made, and what stands in the way today. Nothing is changed.',
    todo: buttons.length > 0 ? `${todo} Or press one of yours.` : todo,
    ...(buttons.length > 0 && { buttons }),
  };
}
