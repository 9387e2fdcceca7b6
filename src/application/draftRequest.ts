import { addressOf, roleChanges } from '../domain/ask.ts';
import { requestersOf } from '../domain/concerned.ts';
import type { Refusal } from '../domain/commands.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { changeRequest } from './changeRequest.ts';
import { checkAccount } from './checkAccounts.ts';
import { checkAccess, checkWhat } from './checkForm.ts';
import { checkTerms } from './checkTerms.ts';
import type { FoundAccount } from './findAccount.ts';
import type { FormRefusal, FormValues } from './form.ts';
import { baseOf, type Parts } from './requestBase.ts';
import { refreshSeats } from './seats.ts';
import type { RequestView } from './views.ts';
import { reviewOf } from './viewRequest.ts';

interface DraftInput {
  readonly requester: Person;
  readonly values: FormValues;
  readonly correlationId: string;
}

/** Checks the whole form once more, numbers and saves the draft, and shows what would be done. Nobody is asked yet. */
export async function draftRequest(app: App, input: DraftInput): Promise<Result<RequestView, readonly FormRefusal[]>> {
  const parts = await checkForm(app, input);
  if (!parts.ok) return parts;
  await refreshSeats(app, parts.value.environment);
  const at = app.world.now();
  const mark = app.world.uuid();
  const stored = await app.store.transaction((transaction) =>
    transaction.insertRequest(
      (id) => {
        const base = baseOf(app, parts.value, { id, mark, requester: input.requester, draftedAt: at });
        return { request: { ...base, status: 'Draft' }, events: [{ type: 'Drafted', at, base }] };
      },
      { actor: input.requester.id, correlationId: input.correlationId },
    ),
  );
  return accept(await reviewOf(app, stored));
}

/** The same for a draft that was changed: it keeps its number. */
export async function changeDraft(
  app: App,
  input: DraftInput & { readonly id: RequestId },
): Promise<Result<RequestView, readonly FormRefusal[] | Refusal>> {
  const { id, requester } = input;
  const parts = await checkForm(app, input);
  if (!parts.ok) return parts;
  await refreshSeats(app, parts.value.environment);
  const found = await app.store.findRequest(id);
  if (!found) return refuse({ code: 'NotFound' });
  const at = app.world.now();
  const base = baseOf(app, parts.value, { id, mark: found.request.mark, requester, draftedAt: at });
  const changed = await changeRequest(
    app,
    id,
    { type: 'redraft', at, by: requester.id, base },
    { actor: requester.id, correlationId: input.correlationId },
  );
  return changed.ok ? accept(await reviewOf(app, changed.value)) : changed;
}

/** The form that would ask for the same again: for changing a draft, and for asking once more after an end. */
export async function formOfRequest(app: App, id: RequestId): Promise<FormValues | undefined> {
  const found = await app.store.findRequest(id);
  if (!found) return undefined;
  const { environment, integration, purpose, account, owner, roles, until } = found.request.ask;
  return {
    environment,
    integration,
    purpose,
    accountKind: account.kind,
    ...(account.kind !== 'new' && { account: addressOf(account) }),
    owner: owner.id,
    roleIds: roles.map((role) => role.id),
    until,
  };
}

async function checkForm(
  app: App,
  { values, requester }: Pick<DraftInput, 'values' | 'requester'>,
): Promise<Result<Parts, readonly FormRefusal[]>> {
  const what = await checkWhat(app, values);
  if (!what.ok) return what;
  const { environment, texts } = what.value;
  const [account, access] = await Promise.all([
    checkAccount(app, environment, values, requester),
    checkAccess(app, environment, values),
  ]);
  if (!account.ok || !access.ok) {
    return refuse([...(account.ok ? [] : account.refusal), ...(access.ok ? [] : access.refusal)]);
  }
  const parts = { environment, ...texts, ...account.value, ...access.value };
  if (changesNothing(parts)) return refuse([{ field: 'roleIds', code: 'NothingChanges', name: parts.integration }]);
  const unmet = await checkTerms(app, parts, requester);
  if (unmet.length > 0) return refuse(unmet);
  return accept({ ...parts, ...(await findStakes(app, parts.account)) });
}

/** Whoever has the application, or asked for the user, has a stake in it, however many changes lie between. */
async function findStakes(app: App, account: FoundAccount): Promise<Pick<Parts, 'creators' | 'formerRequesters'>> {
  if (account.kind === 'application') {
    return { creators: await app.directory.readApplicationOwners(account.objectId) };
  }
  if (account.kind !== 'user' || !account.record) return { creators: [] };
  const record = await app.store.findRequest(account.record.id);
  if (!record) return { creators: [] };
  const formerRequesters = requestersOf(record.request);
  const asked = formerRequesters.map(({ id }) => id);
  return { creators: [...new Set([...record.request.creators, ...asked])], formerRequesters };
}

function changesNothing({ account, owner, roles, until }: Omit<Parts, 'creators'>): boolean {
  if (account.kind !== 'user' || !account.record) return false;
  const { added, removed } = roleChanges({ account, roles });
  const { record } = account;
  return added.length + removed.length === 0 && record.owner.id === owner.id && record.until === until;
}
