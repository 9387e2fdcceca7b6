import { checkUntil, latestDay } from '../domain/ask.ts';
import type { Refusal } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import type { Environment } from '../domain/environment.ts';
import { evolve } from '../domain/evolve.ts';
import { reactions } from '../domain/reactions.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { dayOf, type Day, type EnvironmentKey, type Person, type RequestId } from '../domain/words.ts';
import { causeOf } from './answers.ts';
import { policyOf, type App } from './app.ts';
import { checkAccount } from './checkAccounts.ts';
import type { FormRefusal } from './form.ts';
import type { Stored } from './ports/store.ts';
import { baseOf, type Parts } from './requestBase.ts';
import { isAdmin } from './rights.ts';
import { tidy } from './tidy.ts';
import type { Task } from './tasks.ts';
import type { RequestView } from './views.ts';
import { reviewOf } from './viewRequest.ts';

export interface Adoption {
  readonly environment: EnvironmentKey;
  /** A UPN, or an application's id. */
  readonly user: string;
  /** A UPN, an object id or the beginning of a name. */
  readonly owner: string;
  /** Absent: the last day that the environment's policy allows. */
  readonly until?: Day;
  readonly purpose?: string;
}

/** What the record of a user would say; nothing is saved. */
export type AdoptionPlan = Omit<Parts, 'account'> & {
  readonly account: Extract<Parts['account'], { readonly kind: 'user' }>;
};

/** Looks at the user and the owner, for the card that asks for confirmation. */
export async function planAdoption(
  app: App,
  input: { readonly adoption: Adoption; readonly by: Person },
): Promise<Result<AdoptionPlan, readonly FormRefusal[] | Refusal>> {
  const { adoption, by } = input;
  if (!(await isAdmin(app, by))) return refuse({ code: 'NotAdmin' });
  const environment = app.settings.environments.get(adoption.environment);
  if (!environment) return refuse([{ field: 'environment', code: 'Missing' }]);
  const { user, owner: named } = adoption;
  const values = { environment: environment.key, accountKind: 'user', account: user, owner: named } as const;
  const found = await checkAccount(app, environment, values, by);
  if (!found.ok) return found;
  const { account, owner } = found.value;
  if (account.kind !== 'user') throw new Error('Only a user is taken over');
  if (account.record) return refuse({ code: 'HasRecord', by: account.record.id });
  const until = checkLastDay(app, environment, adoption.until);
  if (!until.ok) return until;
  return accept({
    environment,
    account,
    owner,
    integration: account.displayName,
    purpose: tidy(adoption.purpose) || 'It was made without Seatkeeper.',
    roles: account.roles,
    until: until.value,
    creators: [],
  });
}

/** Gives the user a record as it is. Nothing changes in the environment. */
export async function adoptUser(
  app: App,
  input: { readonly adoption: Adoption; readonly by: Person; readonly correlationId: string },
): Promise<Result<RequestView, readonly FormRefusal[] | Refusal>> {
  const planned = await planAdoption(app, input);
  if (!planned.ok) return planned;
  const saved = await save(app, planned.value, input);
  return saved.ok ? accept(await reviewOf(app, saved.value)) : saved;
}

function save(
  app: App,
  plan: AdoptionPlan,
  input: { readonly by: Person; readonly correlationId: string },
): Promise<Result<Stored, Refusal>> {
  const { by } = input;
  const { environment, account } = plan;
  const at = app.world.now();
  const mark = app.world.uuid();
  const commandOf = (id: RequestId, record?: RequestId) => {
    const base = baseOf(app, plan, { id, mark, requester: by, draftedAt: at });
    const { systemUserId, objectId } = account;
    const told = { admin: true, systemUserId, objectId, ...(record !== undefined && { record }) };
    return { type: 'adopt', at, by, base, ...told } as const;
  };
  return app.store.transaction(async (transaction) => {
    // Two admins who take over the same user do it one after the other.
    await transaction.lockSeats(environment.key);
    const record = await transaction.findRecord(environment.key, account.systemUserId);
    // Numbers have no gaps, so a refusal must not use one up.
    const refused = decide(undefined, commandOf(0 as RequestId, record));
    if (!refused.ok) return refused;
    let tasks: readonly Task[] = [];
    const stored = await transaction.insertRequest((id) => {
      const decision = decide(undefined, commandOf(id));
      if (!decision.ok) throw new Error(`Taking over was refused after all: ${decision.refusal.code}`);
      const [event] = decision.value;
      if (!event) throw new Error('Taking over was granted without an event');
      const request = evolve(undefined, event);
      tasks = reactions(request, event);
      return { request, events: [event] };
    }, causeOf(input));
    await transaction.addTasks(tasks);
    return accept(stored);
  });
}

function checkLastDay(app: App, environment: Environment, until: Day | undefined): Result<Day, readonly FormRefusal[]> {
  const today = dayOf(app.world.now());
  const { terms } = policyOf(app.settings, environment);
  const last = until ?? latestDay(terms, today);
  const checked = checkUntil(last, terms, today);
  return checked.ok ? checked : refuse([{ field: 'until', ...checked.refusal }]);
}
