import { explainPolicy } from '../application/explainPolicy.ts';
import { testPolicy } from '../application/testPolicy.ts';
import type { RequestId } from '../domain/words.ts';
import { adminsOnly } from './adminsOnly.ts';
import { explainCard } from './cards/explainCard.ts';
import { noticeCard } from './cards/menuCards.ts';
import { policyTestCard } from './cards/policyTestCard.ts';
import { unusableFileCard } from './cards/unusableFileCard.ts';
import { numberIn } from './reading/numbers.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

/** `args`: `explain` and the number of a request, or `test`. */
export async function tellPolicy(turn: Turn, args: string): Promise<void> {
  if (/^test$/i.test(args)) return showPolicyTest(turn, 0);
  const id = numberIn(args.replace(/^explain\b/i, ''));
  if (id) return showExplanation(turn, id);
  await reply(turn, noticeCard(usage(args)));
}

/** What the file on the disk would do, from this row on; nothing is changed by it. */
export function showPolicyTest(turn: Turn, offset: number): Promise<void> {
  const { app } = turn;
  const refused = { what: 'test the policies', why: 'It shows the requests of everybody' };
  return adminsOnly(turn, refused, async () => {
    const candidate = await app.candidate();
    if ('problems' in candidate) return reply(turn, unusableFileCard(candidate.problems));
    await reply(turn, policyTestCard(await testPolicy(app, candidate), offset));
  });
}

async function showExplanation(turn: Turn, id: RequestId): Promise<void> {
  const explanation = await explainPolicy(turn.app, { id, reader: turn.person });
  await reply(
    turn,
    explanation ? explainCard(explanation) : noticeCard(refusalNotice({ code: 'NotFound' }, undefined)),
  );
}

function usage(args: string): Notice {
  return {
    tone: 'info',
    what:
      args === '' ? 'What about the policy?' : `“${args.slice(0, 60)}” is nothing that can be asked about the policy.`,
    why: 'It says who decides on which requests.',
    todo: '“policy explain 104” tells who can decide #104 and why, and who cannot. “policy test” (admins) shows what the changed file would do before it is loaded.',
    buttons: [{ title: 'Open requests', data: { command: 'requests', scope: 'open' } }],
  };
}
