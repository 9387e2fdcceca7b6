import { environmentOf } from '../application/app.ts';
import { isFailure } from '../application/failures.ts';
import { listUsers } from '../application/listUsers.ts';
import { seenBy } from '../application/statistics.ts';
import type { Environment } from '../domain/environment.ts';
import { adminsOnly } from './adminsOnly.ts';
import { noticeCard } from './cards/menuCards.ts';
import { environmentCard, settingsCard, type SecurityGroup } from './cards/settingsCards.ts';
import { usersCard } from './cards/usersCard.ts';
import { filesAreTaken } from './files.ts';
import { offerList } from './listFile.ts';
import { listIn } from './reading/lists.ts';
import { environmentNamed } from './reading/namedEnvironment.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { unknownEnvironment, type EnvironmentCommand } from './words/environmentUsage.ts';

/** `args`: an environment, and perhaps `page:2`, or `file`. */
export async function showUsers(turn: Turn, args: string): Promise<void> {
  const { named, page, file } = listIn(args);
  await forEnvironment(turn, 'users', named, async (environment) => {
    if (environment.deployment === 'onPremises') {
      const what = `${environment.name} has no non-interactive users.`;
      const why = 'It is on-premises, and this access mode exists online only.';
      return reply(turn, noticeCard({ tone: 'info', what, why }));
    }
    if (file) return offerList(turn, { list: 'users', environment: environment.key });
    const entries = await listUsers(turn.app, environment);
    await reply(turn, usersCard({ environment, entries, page, file: filesAreTaken(turn) === 'here' }));
  });
}

/** `args`: an environment. */
export async function showEnvironment(turn: Turn, args: string): Promise<void> {
  await forEnvironment(turn, 'env', args, async (environment) => {
    const [group, licence] = await Promise.all([readGroup(turn, environment), readLicence(turn, environment)]);
    await reply(turn, environmentCard(environment, group, licence));
  });
}

export function showSettings(turn: Turn): Promise<void> {
  const refused = { what: 'see the settings', why: 'They show how Seatkeeper is connected and who decides' };
  return adminsOnly(turn, refused, () => reply(turn, settingsCard(turn.app.settings, process.versions.node)));
}

async function forEnvironment(
  turn: Turn,
  command: EnvironmentCommand,
  args: string,
  work: (environment: Environment) => Promise<void>,
): Promise<void> {
  const { app, person } = turn;
  const key = environmentNamed(app, args);
  if (key === undefined || key === 'unknown') {
    return reply(turn, noticeCard(unknownEnvironment(command, args, app.settings)));
  }
  const environment = environmentOf(app.settings, key);
  if ((await seenBy(app, person)).some((seen) => seen.key === key)) return work(environment);
  await reply(
    turn,
    noticeCard({
      tone: 'warning',
      what: `Only admins, and approvers of ${environment.name}, can see this.`,
      why: 'You are not among the `admins` of the configuration, and no policy names you as an approver there.',
      todo: 'Ask one of them. How many seats are left is for everybody:',
      buttons: [{ title: 'Seats', data: { command: 'quota', args: environment.key } }],
    }),
  );
}

async function readGroup({ app, correlationId }: Turn, environment: Environment): Promise<SecurityGroup> {
  if (environment.deployment === 'onPremises') return 'none';
  try {
    return (await app.powerPlatform.readSecurityGroup(environment)) ?? 'none';
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ correlationId, environment: environment.key, err }, 'The security group could not be read');
    return 'unreadable';
  }
}

async function readLicence({ app, correlationId }: Turn, environment: Environment): Promise<string | undefined> {
  if (environment.deployment === 'onPremises') return undefined;
  try {
    return (await app.licences(environment.licenceSku))?.name;
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ environment: environment.key, correlationId, err }, 'A licence could not be read');
    return undefined;
  }
}
