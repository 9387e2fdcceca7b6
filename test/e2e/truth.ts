import { expect } from '@jest/globals';
import { textOf } from '../support/teams.ts';
import { cardsAbout, eventually, prod, type Stage } from './stage.ts';

export interface CardRow {
  readonly part: 'requester' | 'approver' | 'outcome' | 'owner';
  readonly state: string;
  readonly shown: boolean;
}

/** Every card that was ever due for a request, whether it was sent, and whether it shows the present. */
export function cardRows(stage: Stage, id: number): Promise<readonly CardRow[]> {
  return stage.rows<CardRow>(
    `select part, card.state, shown_version = version as shown
     from card join request on request.id = request_id where request_id = $1 order by part, reader_id`,
    [id],
  );
}

/** Everybody's cards: Alex's request and its outcome, one for each approver, one for the owner. */
const everyCard = 5;

/** Waits until the creation has ended and every card of it tells so, then looks at the whole world. */
export async function expectCreated(
  stage: Stage,
  id: number,
  { unknown = [] }: { readonly unknown?: readonly CardRow['part'][] } = {},
): Promise<void> {
  const rows = await eventually(
    () => cardRows(stage, id),
    (cards) =>
      cards.length === everyCard &&
      cards.every(({ state, shown }) => state === 'unknown' || (state === 'sent' && shown)),
  );
  expect(rows.filter(({ state }) => state === 'unknown').map(({ part }) => part)).toEqual(unknown);
  expectCards(stage, id);
  await expectOneUser(stage, id);
}

/** One message for each card in the right chats, and each tells that the user is there. */
export function expectCards({ people }: Stage, id: number): void {
  const numbers = Object.entries(people).map(([name, person]) => [name, cardsAbout(person, id).length]);
  expect(Object.fromEntries(numbers)).toEqual({ alex: 2, megan: 1, lee: 1, nestor: 1 });
  for (const person of Object.values(people)) {
    for (const card of cardsAbout(person, id)) expect(textOf(card)).toContain('Active');
  }
}

interface Account {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly assignedLicenses: readonly unknown[];
}

async function expectOneUser(stage: Stage, id: number): Promise<void> {
  const { value: accounts } = await stage.simulator<{ value: readonly Account[] }>(
    'GET',
    `/graph/v1.0/users?$top=100&$select=id,userPrincipalName,accountEnabled,assignedLicenses`,
  );
  const created = accounts.filter(({ userPrincipalName }) => userPrincipalName.includes(`-${id}@`));
  expect(created).toMatchObject([{ accountEnabled: true, assignedLicenses: [] }]);
  const columns = 'accessmode,isdisabled,islicensed';
  const { value: users } = await stage.simulator<{ value: readonly object[] }>(
    'GET',
    `/prod/api/data/v9.2/systemusers?$select=${columns}&$expand=systemuserroles_association($select=name)` +
      `&$filter=azureactivedirectoryobjectid eq ${created[0]?.id ?? ''}`,
  );
  const roles = [{ name: 'Integration Reader' }];
  const user = { accessmode: 4, isdisabled: false, islicensed: false, systemuserroles_association: roles };
  expect(users).toMatchObject([user]);
}

interface World {
  readonly environments: readonly { readonly key: string; readonly seats: { readonly used: number } }[];
  readonly licences: readonly { readonly skuId: string; readonly used: number }[];
}

/** Seats that are taken and licences that are lent, over all requests. */
export async function stock(stage: Stage): Promise<{ readonly seats: number; readonly licences: number }> {
  const { environments, licences } = await stage.simulator<World>('GET', '/_simulator');
  return {
    seats: environments.find(({ key }) => key === prod.key)?.seats.used ?? NaN,
    licences: licences[0]?.used ?? NaN,
  };
}
