import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { fieldsOf, isGuid } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import { timestamp } from '../model.ts';
import type { Account } from './model.ts';
import type { Columns } from '../model.ts';
import { pick, readQuery } from '../odata/query.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { announce } from '../sync.ts';
import { page } from './pages.ts';
import { graphProblems } from './problems.ts';

export const domain = 'contoso.onmicrosoft.com';

const shownByDefault = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

export const accountProperties: ReadonlySet<string> = new Set([
  ...shownByDefault,
  'accountEnabled',
  'assignedLicenses',
  'createdDateTime',
  'department',
  'employeeType',
  'licenseAssignmentStates',
  'mailNickname',
  'manager',
  'signInActivity',
  'usageLocation',
  'userType',
]);

const writable = [...accountProperties].filter(
  (name) =>
    !['id', 'assignedLicenses', 'createdDateTime', 'licenseAssignmentStates', 'manager', 'signInActivity'].includes(
      name,
    ),
);

export async function findAccount(state: State, idOrName: string): Promise<Account> {
  const accounts = await state.list('account', tenant);
  const wanted = idOrName.toLowerCase();
  const found = accounts.find((account) =>
    isGuid(idOrName) ? account.id === wanted : account.userPrincipalName.toLowerCase() === wanted,
  );
  if (!found) throw graphProblems.notFound(idOrName);
  return found;
}

export async function listAccounts(state: State, call: Call): Promise<Answer> {
  const accounts = await state.list('account', tenant);
  return accountsPage(call, 'users', accounts);
}

export function accountsPage(call: Call, context: string, accounts: readonly Account[]): Answer {
  const select = selectOf(call);
  return page(
    call,
    context + (select ? `(${select.join(',')})` : ''),
    accounts.map(publicColumns),
    shaped(select),
    accountProperties,
  );
}

/** An account as `GET /users/{id}` shows it. */
export function presentAccount(account: Account, call: Call): Columns {
  const select = selectOf(call);
  const context = `${call.root}/$metadata#users${select ? `(${select.join(',')})` : ''}/$entity`;
  return { '@odata.context': context, ...shaped(select)(publicColumns(account)) };
}

function selectOf(call: Call): readonly string[] | undefined {
  const select = call.query.get('$select');
  if (select === null) return undefined;
  return readQuery(new URLSearchParams({ $select: select }), (name) => {
    if (!accountProperties.has(name)) throw graphProblems.noSuchProperty(name);
  }).select;
}

function shaped(select: readonly string[] | undefined): (row: Columns) => Columns {
  return (row) => pick(row, select ?? shownByDefault, []);
}

function publicColumns(account: Account): Columns {
  const { licences, managerId, automaticReplies: _replies, ...columns } = account;
  const assignedLicenses = [
    ...new Map(licences.map(({ skuId, disabledPlans }) => [skuId, { skuId, disabledPlans }])).values(),
  ];
  const licenseAssignmentStates = licences.map(({ skuId, disabledPlans, fromGroup }) => ({
    skuId,
    disabledPlans,
    assignedByGroup: fromGroup,
    state: 'Active',
    error: 'None',
  }));
  return {
    ...columns,
    assignedLicenses,
    licenseAssignmentStates,
    manager: managerId === null ? null : { id: managerId },
  };
}

const NewAccount = z.object({
  accountEnabled: z.boolean(),
  displayName: z.string().min(1),
  mailNickname: z.string().min(1),
  userPrincipalName: z.string().min(1),
  passwordProfile: z.object({ password: z.string() }),
});

/** The password is looked at and forgotten. */
export async function createAccount(state: State, call: Call): Promise<Answer> {
  const body = fieldsOf(call.body);
  const parsed = NewAccount.safeParse(body);
  if (!parsed.success) {
    const property = String(parsed.error.issues[0]?.path[0]);
    throw property in body ? graphProblems.invalid(property) : graphProblems.required(property);
  }
  const { userPrincipalName, displayName, accountEnabled, passwordProfile } = parsed.data;
  if (!userPrincipalName.toLowerCase().endsWith(`@${domain}`)) throw graphProblems.domain();
  if (passwordProfile.password.length < 8) throw graphProblems.password();
  await refuseTakenName(state, userPrincipalName);
  const account: Account = {
    ...blankAccount,
    ...pick(body, writable, []),
    id: randomUUID(),
    displayName,
    userPrincipalName,
    accountEnabled,
    createdDateTime: timestamp(state.now),
  };
  await state.put('account', tenant, account.id, account);
  return { status: 201, body: presentAccount(account, call) };
}

export const blankAccount = {
  businessPhones: [],
  givenName: null,
  jobTitle: null,
  mail: null,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  surname: null,
  department: null,
  employeeType: null,
  usageLocation: null,
  userType: 'Member',
  managerId: null,
  licences: [],
};

export async function patchAccount(state: State, account: Account, call: Call): Promise<Answer> {
  const body = fieldsOf(call.body);
  for (const name of Object.keys(body)) {
    if (!writable.includes(name) && name !== 'passwordProfile') throw graphProblems.noSuchProperty(name);
  }
  const { userPrincipalName } = body;
  if (typeof userPrincipalName === 'string' && userPrincipalName !== account.userPrincipalName) {
    await refuseTakenName(state, userPrincipalName);
  }
  await state.put('account', tenant, account.id, { ...account, ...pick(body, writable, []) });
  await announce(state, account.id);
  return { status: 204 };
}

export async function deleteAccount(state: State, account: Account): Promise<Answer> {
  await state.remove('account', tenant, account.id);
  for (const group of await state.list('group', tenant)) {
    const members = group.members.filter((member) => member !== account.id);
    if (members.length < group.members.length) await state.put('group', tenant, group.id, { ...group, members });
  }
  await announce(state, account.id);
  return { status: 204 };
}

async function refuseTakenName(state: State, userPrincipalName: string): Promise<void> {
  const accounts = await state.list('account', tenant);
  const wanted = userPrincipalName.toLowerCase();
  if (accounts.some((account) => account.userPrincipalName.toLowerCase() === wanted)) throw graphProblems.nameTaken();
}
