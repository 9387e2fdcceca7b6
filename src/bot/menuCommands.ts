import { examine } from '../application/doctor.ts';
import { isFailure } from '../application/failures.ts';
import { roleOf } from '../application/rights.ts';
import { adminsOnly } from './adminsOnly.ts';
import { doctorCard } from './cards/doctorCard.ts';
import { nearestCommands } from './callOf.ts';
import { helpCard } from './cards/helpCard.ts';
import { noticeCard, type Role } from './cards/menuCards.ts';
import { draftNotice, latestDraft } from './drafts.ts';
import type { Form } from './form.ts';
import { reply } from './reply.ts';
import { saying, type Turn } from './turn.ts';
import { commandNames } from './words/commandWords.ts';
import { noSuchCommand, usageNotice } from './words/usage.ts';

export async function showDoctor(turn: Turn): Promise<void> {
  const refused = { what: 'run the doctor', why: 'It shows how Seatkeeper is connected' };
  await adminsOnly(turn, refused, async () => reply(turn, doctorCard(await examine(turn.app))));
}

/** `args`: a command, or nothing for all of them. */
export async function showHelp(turn: Turn, form: Form, args: string): Promise<void> {
  if (args !== '') return explainCommand(turn, args.toLowerCase().replace(/^\//, ''));
  const alone = turn.place === 'personal';
  if (alone && (await form.resume(saying(turn, 'help')))) return;
  const draft = alone ? await latestDraft(turn) : undefined;
  const [environment] = turn.app.settings.environments.keys();
  await reply(turn, helpCard(await menuRole(turn), { environment, notice: draft && draftNotice(draft) }));
}

async function explainCommand(turn: Turn, asked: string): Promise<void> {
  const name = commandNames.find((known) => known === asked);
  await reply(turn, noticeCard(name ? usageNotice(name) : noSuchCommand(asked, nearestCommands(asked))));
}

export async function cancelForm(turn: Turn, form: Form): Promise<void> {
  if (await form.resume(saying(turn, 'cancel'))) return;
  const draft = await latestDraft(turn);
  if (draft) return reply(turn, noticeCard(draftNotice(draft)));
  await reply(
    turn,
    noticeCard({
      tone: 'info',
      what: 'There is nothing to cancel.',
      why: 'No form is open.',
      todo: 'To take back a request, open it from your requests and press Withdraw.',
      buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
    }),
  );
}

/** Decides about menus only, so a directory that does not answer costs a button, not the answer. */
export async function menuRole({ app, person, correlationId }: Turn): Promise<Role> {
  try {
    return await roleOf(app, person);
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ correlationId, personId: person.id, err }, 'Rights could not be looked up');
    return { admin: false, approver: false };
  }
}
