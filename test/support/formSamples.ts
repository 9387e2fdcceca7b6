import type { CardData } from '../../src/bot/cards/card.ts';
import { formCardData } from '../../src/bot/cards/formCards.ts';
import type { FormView } from '../../src/bot/cards/formFields.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { alex, nestor, production, until } from './cardViews.ts';

const account = 'svc-webshop-orders@contoso.onmicrosoft.com';
const applicationId = '3f2a8c1e-6b1d-4c7e-9a55-0c1d2e3f4a5b';
const roles = ['Integration Reader', 'Integration Writer', 'Report Reader', 'Sales Manager'].map((name, index) => ({
  id: `70000000-0000-4000-8000-00000000000${index + 1}`,
  name,
}));

const form: FormView = {
  step: 'account',
  nonce: '5f0c1b8e',
  values: { environment: production.key, integration: 'Web shop orders', purpose: 'Orders must arrive' },
  refusals: [],
  environments: [production],
  roles,
  today: '2026-11-26' as FormView['today'],
  latest: '2027-11-26' as FormView['latest'],
  understood: [],
  canGoBack: true,
  requester: alex,
};
const application: FormView = {
  ...form,
  values: { ...form.values, accountKind: 'application', account: applicationId },
};
const change: FormView = { ...form, values: { ...form.values, accountKind: 'user', account } };
const facts = { field: 'account', name: 'SAP Connector', environment: production.name } as const;

/** The form for everything but a new account. */
export const formSamples: Readonly<Record<string, CardData>> = {
  'formAccount.application': formCardData(application),
  'formAccount.change': formCardData(change),
  'formAccount.exists': formCardData({
    ...application,
    refusals: [{ ...facts, code: 'UnfitApplication', reason: 'exists' }],
  }),
  'formAccount.deleted': formCardData({
    ...application,
    refusals: [{ ...facts, code: 'UnfitApplication', reason: 'deleted' }],
  }),
  'formAccount.underWay': formCardData({
    ...change,
    refusals: [{ field: 'account', code: 'ChangeUnderWay', name: 'Web shop orders', id: 117 as RequestId }],
  }),
  'formAccess.change': formCardData({
    ...change,
    step: 'access',
    values: { ...change.values, owner: nestor.id, until, roleIds: roles.slice(1, 3).map(({ id }) => id) },
    owner: nestor,
  }),
};
