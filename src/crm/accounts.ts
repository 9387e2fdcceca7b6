import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { Directory, DirectoryAccount } from '../application/ports/crm.ts';
import type { PersonId } from '../domain/words.ts';
import { hasCode, notSettled, orUndefined } from './answers.ts';
import { words } from './codes.ts';
import type { Graph } from './graph.ts';
import { guidOf, isUserKey } from './ids.ts';
import { holdingOf, licenceColumns } from './licences.ts';
import { randomPassword } from './randomPassword.ts';

const AccountRow = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  ...licenceColumns,
  employeeType: z.string().nullish(),
  usageLocation: z.string().nullish(),
});
const columns =
  'id,userPrincipalName,displayName,accountEnabled,assignedLicenses,licenseAssignmentStates,employeeType,usageLocation';
const Organizations = z.object({ value: z.array(z.object({ countryLetterCode: z.string().nullish() })) });
const Created = z.object({ id: z.string() });

/** Where the mark is kept: a column that people see and nothing else uses. */
const markPrefix = 'seatkeeper:';

type Accounts = Pick<Directory, 'readCountry' | 'findAccount' | 'ensureAccount' | 'ensureAccountDisabled'>;
type NewAccount = Parameters<Directory['ensureAccount']>[0];

export function createAccounts(graph: Graph): Accounts {
  /** As it was read last: the check before a creation has just looked. */
  let country: string | undefined;

  async function findAccount(idOrUpn: string): Promise<DirectoryAccount | undefined> {
    if (!isUserKey(idOrUpn)) return undefined;
    const row = await orUndefined(
      graph.send({ method: 'GET', path: '/users/{id}', id: idOrUpn, query: { $select: columns } }),
    );
    return row === undefined ? undefined : accountOf(AccountRow.parse(row));
  }

  async function ensureAccount(wanted: NewAccount): Promise<DirectoryAccount> {
    const id = (await findOwn(wanted))?.objectId ?? (await create(wanted));
    const account = await findAccount(id);
    // The directory may know a new account by its name before it knows it by its id, or the other way round.
    if (!account) throw notSettled('graph', 'the new account');
    if (account.enabled) return account;
    await graph.send({ method: 'PATCH', path: '/users/{id}', id, body: { accountEnabled: true } });
    const enabled = await findAccount(id);
    if (enabled?.enabled) return enabled;
    throw notSettled('graph', 'the account');
  }

  async function findOwn({ upn, mark }: NewAccount): Promise<DirectoryAccount | undefined> {
    const found = await findAccount(upn);
    if (found && (found.mark !== mark || found.upn.toLowerCase() !== upn.toLowerCase())) throw upnTaken();
    return found;
  }

  /** Returns the object id. */
  async function create(wanted: NewAccount): Promise<string> {
    const body = {
      accountEnabled: true,
      displayName: wanted.displayName,
      userPrincipalName: wanted.upn,
      mailNickname: nicknameOf(wanted.upn),
      usageLocation: await usageLocation(),
      employeeType: `${markPrefix}${wanted.mark}`,
      passwordProfile: { password: wanted.password ?? randomPassword(), forceChangePasswordNextSignIn: false },
    };
    try {
      return Created.parse(await graph.send({ method: 'POST', path: '/users', body, withhold: true })).id;
    } catch (error) {
      if (!hasCode(error, words.upnTaken)) throw error;
      // An earlier attempt whose answer was lost, or somebody else's account.
      const found = await findOwn(wanted);
      if (found) return found.objectId;
      throw error;
    }
  }

  async function usageLocation(): Promise<string> {
    const known = country ?? (await readCountry());
    if (known === undefined) throw noCountry();
    return known;
  }

  async function readCountry(): Promise<string | undefined> {
    const query = { $select: 'countryLetterCode' };
    const answer = Organizations.parse(await graph.send({ method: 'GET', path: '/organization', query }));
    country = answer.value[0]?.countryLetterCode ?? undefined;
    return country;
  }

  async function ensureAccountDisabled(objectId: string): Promise<void> {
    const id = guidOf(objectId);
    const account = await findAccount(id);
    if (!account?.enabled) return;
    await orUndefined(graph.send({ method: 'PATCH', path: '/users/{id}', id, body: { accountEnabled: false } }));
    if ((await findAccount(id))?.enabled) throw notSettled('graph', 'the disabled account');
  }

  return { readCountry, findAccount, ensureAccount, ensureAccountDisabled };
}

function accountOf(row: z.infer<typeof AccountRow>): DirectoryAccount {
  const mark = row.employeeType?.startsWith(markPrefix) ? row.employeeType.slice(markPrefix.length) : undefined;
  const licenceSkus = [...new Set(row.assignedLicenses.map(({ skuId }) => skuId.toLowerCase()))];
  return {
    objectId: row.id.toLowerCase() as PersonId,
    upn: row.userPrincipalName,
    displayName: row.displayName ?? row.userPrincipalName,
    enabled: row.accountEnabled ?? false,
    licenceSkus,
    inheritedSkus: licenceSkus.filter((skuId) => !holdingOf(row, skuId).direct),
    ...(mark !== undefined && { mark }),
    ...(row.usageLocation && { usageLocation: row.usageLocation }),
  };
}

function nicknameOf(upn: string): string {
  return (upn.split('@')[0] ?? '').replaceAll(/[^A-Za-z0-9._-]/g, '').slice(0, 64) || 'account';
}

function upnTaken(): PermanentFailure {
  const message = 'An account with this user principal name exists already and was not created for this request';
  return new PermanentFailure(message, { service: 'graph', code: words.upnTaken });
}

function noCountry(): PermanentFailure {
  const message = 'The tenant names no country, so an account cannot get the usage location that a licence needs';
  return new PermanentFailure(message, { service: 'graph', code: words.noUsageLocation });
}
