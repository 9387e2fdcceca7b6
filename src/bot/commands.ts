import { formChoices } from '../application/checkForm.ts';
import { examine } from '../application/doctor.ts';
import { listRequests } from '../application/listRequests.ts';
import { isAdmin, roleOf } from '../application/rights.ts';
import { readQuota } from '../application/seats.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { RequestId } from '../domain/words.ts';
import { askForUser } from './asking.ts';
import { doctorCard } from './cards/doctorCard.ts';
import { pageLength, quotaCard, requestsCard } from './cards/listCards.ts';
import { helpCard, noticeCard, type Role } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { changeUser } from './changes.ts';
import { draftNotice, latestDraft } from './drafts.ts';
import { isFailure } from '../application/failures.ts';
import type { Form } from './form.ts';
import { tellPlan } from './plans.ts';
import { findEnvironment } from './reading/environments.ts';
import { reply } from './reply.ts';
import { saying, type Turn } from './turn.ts';
import { list } from './words/lists.ts';
import type { CommandData } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

export type CommandName = 'request' | 'change' | 'requests' | 'plan' | 'quota' | 'doctor' | 'help' | 'cancel';

/** One command with what was written after it. */
export interface Call {
  readonly name: CommandName;
  readonly args: string;
}

interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** `personal`: in a group, it goes on in the person's own chat · `unseen`: that too, unless nobody else sees the answer. */
  readonly where: 'anywhere' | 'unseen' | 'personal';
  run(turn: Turn, form: Form, args: string): Promise<void>;
}

/** Every command, in the order in which they are offered; the app's manifest is filled from it too. */
export const commandTable: Readonly<Record<CommandName, Command>> = {
  request: {
    summary: 'Ask for a non-interactive user',
    usage: 'request [what, where, until when]',
    where: 'personal',
    run: askForUser,
  },
  change: {
    summary: 'Change the roles, the owner or the last day of a user',
    usage: 'change <user>',
    where: 'personal',
    run: changeUser,
  },
  requests: {
    summary: 'Your requests, and those that you may decide',
    usage: 'requests [mine | open]',
    where: 'unseen',
    run: (turn, _form, args) => showRequests(turn, args === 'mine' || args === 'open' ? { scope: args } : {}),
  },
  plan: {
    summary: 'What would be done for a request, and whether it would work now',
    usage: 'plan <request>',
    where: 'personal',
    run: (turn, _form, args) => tellPlan(turn, args),
  },
  quota: {
    summary: 'How many seats are left',
    usage: 'quota [environment]',
    where: 'anywhere',
    run: (turn, _form, args) => showQuota(turn, args),
  },
  doctor: {
    summary: 'Whether everything works that Seatkeeper needs (admins)',
    usage: 'doctor',
    where: 'personal',
    run: showDoctor,
  },
  help: {
    summary: 'What you can say',
    usage: 'help',
    where: 'anywhere',
    run: showHelp,
  },
  cancel: {
    summary: 'Close the form that is open',
    usage: 'cancel',
    where: 'personal',
    run: cancelForm,
  },
};

export const commandNames = Object.keys(commandTable) as readonly CommandName[];

export async function showRequest(turn: Turn, id: RequestId): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  await reply(turn, view ? requestCard(view) : noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
}

type Page = Omit<Extract<CommandData, { readonly command: 'requests' }>, 'command'>;

/** Who decides sees what is open first; everybody else their own. */
export async function showRequests(turn: Turn, page: Page): Promise<void> {
  const { app, person } = turn;
  const role = page.scope ? undefined : await roleOf(app, person);
  const scope = page.scope ?? (role?.admin || role?.approver ? 'open' : 'mine');
  const offset = page.offset ?? 0;
  const { requests, total } = await listRequests(app, { reader: person, scope, offset, limit: pageLength });
  const title = scope === 'mine' ? 'Your requests' : 'Open requests';
  const { environments } = app.settings;
  const at = app.world.now();
  await reply(turn, requestsCard({ title, requests, total, offset, environments, viewer: person.id, scope, at }));
}

async function showQuota(turn: Turn, args: string): Promise<void> {
  const { environments } = formChoices(turn.app);
  const asked = args.trim();
  const found = asked ? findEnvironment(asked, environments) : undefined;
  if (asked && !found) {
    const names = environments.map(({ name }) => name);
    await reply(
      turn,
      noticeCard({
        tone: 'warning',
        what: `No environment is called “${asked.slice(0, 60)}”.`,
        why: `Seatkeeper looks after ${list(names)}.`,
        todo: 'Choose one of these, or see all of them.',
        buttons: [
          ...environments
            .slice(0, 4)
            .map(({ key, name }) => ({ title: name, data: { command: 'quota', args: key } as const })),
          { title: 'All seats', data: { command: 'quota' } as const },
        ],
      }),
    );
    return;
  }
  await reply(turn, quotaCard(await readQuota(turn.app, found?.key)));
}

async function showDoctor(turn: Turn): Promise<void> {
  const { app, person } = turn;
  if (await isAdmin(app, person)) return reply(turn, doctorCard(await examine(app)));
  await reply(
    turn,
    noticeCard({
      tone: 'warning',
      what: 'Only admins of Seatkeeper can run the doctor.',
      why: 'It shows how Seatkeeper is connected, and you are not among the admins of its configuration.',
      todo: 'Ask an admin to run it, or to add you to `admins`.',
    }),
  );
}

async function showHelp(turn: Turn, form: Form): Promise<void> {
  const alone = turn.place === 'personal';
  if (alone && (await form.resume(saying(turn, 'help')))) return;
  const draft = alone ? await latestDraft(turn) : undefined;
  const [environment] = turn.app.settings.environments.keys();
  await reply(turn, helpCard(await menuRole(turn), { environment, notice: draft && draftNotice(draft) }));
}

async function cancelForm(turn: Turn, form: Form): Promise<void> {
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
