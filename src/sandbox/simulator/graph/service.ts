import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../http.ts';
import { tenantId } from '../model.ts';
import type { Account } from './model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import {
  addMember,
  checkMemberGroups,
  findGroup,
  listGroups,
  listMembers,
  listMemberships,
  presentGroup,
  removeMember,
} from './groups.ts';
import { assignLicence, listLicenceDetails, listSkus } from './licences.ts';
import { changeMailbox, showAutomaticReplies, showMailbox } from './mailboxes.ts';
import { graphProblems } from './problems.ts';
import { listOwners, listServicePrincipals, showServicePrincipal } from './servicePrincipals.ts';
import {
  createAccount,
  deleteAccount,
  domain,
  findAccount,
  listAccounts,
  patchAccount,
  presentAccount,
} from './users.ts';

/** Microsoft Graph v1.0, as far as accounts, mailbox settings, licences, groups and service principals go. */
export async function answerGraph(state: State, call: Call): Promise<Answer> {
  const segments = call.path.split('/').filter((segment) => segment !== '');
  const answer = await route(state, call, segments);
  const id = randomUUID();
  return {
    ...answer,
    headers: { 'OData-Version': '4.0', 'request-id': id, 'client-request-id': id, ...answer.headers },
  };
}

function route(state: State, call: Call, [first = '', ...rest]: readonly string[]): Promise<Answer> {
  const appId = /^servicePrincipals\(appId='([^']*)'\)$/.exec(first)?.[1];
  if (appId !== undefined) return showServicePrincipal(state, { appId }, reading(call));
  switch (first) {
    case 'users':
      return routeUsers(state, call, rest);
    case 'groups':
      return routeGroups(state, call, rest);
    case 'servicePrincipals':
      return routeServicePrincipals(state, call, rest);
    case 'subscribedSkus':
      return listSkus(state, call);
    case 'organization':
      return organization(state, call);
    default:
      throw graphProblems.noSuchSegment(first);
  }
}

async function routeUsers(state: State, call: Call, [id, action, ...rest]: readonly string[]): Promise<Answer> {
  if (id === undefined) {
    if (call.method === 'GET') return listAccounts(state, call);
    if (call.method === 'POST') return createAccount(state, call);
    throw graphProblems.methodNotAllowed();
  }
  const account = await findAccount(state, id);
  switch ([call.method, action, ...rest].filter(Boolean).join(' ')) {
    case 'GET':
      return { status: 200, body: presentAccount(account, call) };
    case 'PATCH':
      return patchAccount(state, account, call);
    case 'DELETE':
      return deleteAccount(state, account);
    case 'GET licenseDetails':
      return listLicenceDetails(state, account, call);
    case 'GET manager':
      return showManager(state, account, call);
    case 'GET memberOf':
      return listMemberships(state, account, call);
    case 'GET mailboxSettings':
      return showMailbox(state, account, call);
    case 'GET mailboxSettings automaticRepliesSetting':
      return showAutomaticReplies(state, account, call);
    case 'PATCH mailboxSettings':
      return changeMailbox(state, account, call);
    case 'POST assignLicense':
      return assignLicence(state, account, call);
    case 'POST checkMemberGroups':
      return checkMemberGroups(state, account, call);
    default:
      throw action === undefined ? graphProblems.methodNotAllowed() : graphProblems.noSuchSegment(action);
  }
}

async function showManager(state: State, account: Account, call: Call): Promise<Answer> {
  const manager = account.managerId === null ? undefined : await state.get('account', tenant, account.managerId);
  if (!manager) throw graphProblems.notFound('manager');
  return { status: 200, body: { ...presentAccount(manager, call), '@odata.type': '#microsoft.graph.user' } };
}

async function routeGroups(state: State, call: Call, [id, action, ...rest]: readonly string[]): Promise<Answer> {
  if (id === undefined) {
    if (call.method !== 'GET') throw graphProblems.methodNotAllowed();
    return listGroups(state, call);
  }
  const group = await findGroup(state, id);
  const [last] = rest;
  if (call.method === 'GET') {
    if (action === undefined) return { status: 200, body: presentGroup(group, call) };
    if (action !== 'members' && action !== 'transitiveMembers') throw graphProblems.noSuchSegment(action);
    const usersOnly = last === 'microsoft.graph.user';
    return listMembers(state, group, call, { transitive: action === 'transitiveMembers', usersOnly });
  }
  if (call.method === 'POST' && action === 'members' && last === '$ref') return addMember(state, group, call);
  if (call.method === 'DELETE' && action === 'members' && last !== undefined) return removeMember(state, group, last);
  throw graphProblems.methodNotAllowed();
}

function routeServicePrincipals(state: State, call: Call, [id, action]: readonly string[]): Promise<Answer> {
  if (id !== undefined && action === 'owners') return listOwners(state, id, reading(call));
  if (action !== undefined) throw graphProblems.noSuchSegment(action);
  if (id === undefined) return listServicePrincipals(state, reading(call));
  return showServicePrincipal(state, { id }, reading(call));
}

function reading(call: Call): Call {
  if (call.method !== 'GET') throw graphProblems.methodNotAllowed();
  return call;
}

async function organization(state: State, call: Call): Promise<Answer> {
  const { country } = (await state.get('organization', tenant, 'organization')) ?? { country: 'DE' };
  const verifiedDomains = [{ name: domain, isDefault: true, isInitial: true, type: 'Managed', capabilities: 'Email' }];
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#organization`,
      value: [{ id: tenantId, displayName: 'Contoso', tenantType: 'AAD', countryLetterCode: country, verifiedDomains }],
    },
  };
}
