import { setTimeout as wait } from 'node:timers/promises';
import { draftRequest } from '../src/application/draftRequest.ts';
import type { ConfigurationFile } from '../src/configurationFile.ts';
import type { AccessRequest } from '../src/domain/request.ts';
import type { Day, EnvironmentKey, RequestId } from '../src/domain/words.ts';
import { alex, lee, megan, nestor } from '../test/support/cardViews.ts';
import { clickBy, installationBy } from './activities.ts';
import { startBenchBot, type BenchBot } from './bot.ts';
import { startConnector } from './connector.ts';
import { post } from './post.ts';

/** People who ask for users and approve them, at a bot that runs elsewhere. */
export interface Desk {
  /** From the form to Active. */
  create(): Promise<Creation>;
  stop(): Promise<void>;
}

export interface Creation {
  /** When the approving click was sent, on the clock of `performance.now()`. */
  readonly approvedAt: number;
  /** From that click until the bot wrote down that the user is active. */
  readonly milliseconds: number;
  /** In order, on the clock of `performance.now()`. */
  readonly steps: readonly { readonly step: string; readonly endedAt: number }[];
}

interface Options {
  /** The bot's `POST /api/messages`. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly file: ConfigurationFile;
}

export async function startDesk({ url, databaseUrl, file }: Options): Promise<Desk> {
  // Fills in the form, and looks how far it is.
  const clerk = await startBenchBot(databaseUrl, file);
  const connector = await startConnector();
  for (const { id } of [alex, megan, lee, nestor]) await post(url, installationBy(id, connector.url));
  return {
    async create() {
      const { id, planHash } = await draft(clerk);
      await post(url, clickBy(alex.id, 'submit', { requestId: id, acknowledged: true }, connector.url));
      await until(clerk, id, ({ approvers }) => approvers > 0);
      const approvedAt = performance.now();
      const answer = await post(url, clickBy(megan.id, 'approve', { requestId: id, planHash }, connector.url));
      if (!/You approved|approved by/i.test(answer)) throw new Error(`Not approved: ${answer.slice(0, 3000)}`);
      await until(clerk, id, ({ status }) => status === 'Active');
      return { approvedAt, ...(await courseOf(clerk, id, approvedAt)) };
    },
    async stop() {
      await clerk.stop();
      await connector.stop();
    },
  };
}

async function draft({ app }: BenchBot): Promise<AccessRequest> {
  const environment = app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  const roles = await app.dataverse.readRoles(environment);
  const values = {
    environment: environment.key,
    integration: 'SAP order sync',
    purpose: 'Orders from SAP must be in Sales before the morning.',
    accountKind: 'new',
    owner: nestor.id,
    roleIds: roles.filter(({ name }) => name === 'Integration Reader').map(({ id }) => id),
    until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) as Day,
  } as const;
  const drafted = await draftRequest(app, { requester: alex, values, correlationId: 'bench' });
  if (!drafted.ok) throw new Error(`The form was refused: ${JSON.stringify(drafted.refusal)}`);
  return drafted.value.request;
}

interface Standing {
  readonly status: AccessRequest['status'];
  /** How many have their card. */
  readonly approvers: number;
}

async function until({ app }: BenchBot, id: RequestId, condition: (standing: Standing) => boolean): Promise<void> {
  const giveUp = performance.now() + 30_000;
  for (;;) {
    const [stored, cards] = await Promise.all([app.store.findRequest(id), app.store.cardsOf(id)]);
    const status = stored?.request.status ?? 'Draft';
    const approvers = cards.filter(({ part, state }) => part === 'approver' && state === 'sent').length;
    if (condition({ status, approvers })) return;
    if (status === 'Failed' || performance.now() > giveUp) throw new Error(`Request ${id} is ${status}`);
    // Seldom enough to leave the database to the bot.
    await wait(100);
  }
}

/** As the bot itself wrote it down, however late it was looked at. */
async function courseOf({ app }: BenchBot, id: RequestId, approvedAt: number): Promise<Omit<Creation, 'approvedAt'>> {
  const events = await app.store.readEvents(id);
  // Not `timeOrigin`: the clock of the machine may have been set since.
  const offset = Date.now() - performance.now();
  const clocked = (at: string) => Date.parse(at) - offset;
  const activated = events.find(({ type }) => type === 'Activated');
  if (!activated) throw new Error(`Request ${id} is Active and was never activated`);
  return {
    milliseconds: clocked(activated.at) - approvedAt,
    steps: events.flatMap((event) =>
      event.type === 'StepDone' ? [{ step: event.step, endedAt: clocked(event.at) }] : [],
    ),
  };
}
