import { draftRequest } from '../../src/application/draftRequest.ts';
import type { FormValues } from '../../src/application/form.ts';
import type { Answer } from '../../src/application/answers.ts';
import { approveRequest, submitRequest } from '../../src/application/reviewRequest.ts';
import type { RequestView } from '../../src/application/views.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { Day, EnvironmentKey, Person, RequestId } from '../../src/domain/words.ts';
import type { TestApp } from './app.ts';
import { alex, megan, nestor } from './requests.ts';

/** Seeded by the simulator. */
export const integrationReader = 'Integration Reader';

export async function formValues(test: TestApp, changes: FormValues = {}): Promise<FormValues> {
  const environment = changes.environment ?? ('prod' as EnvironmentKey);
  const configured = test.app.settings.environments.get(environment);
  const roles = configured?.deployment === 'online' ? await test.app.dataverse.readRoles(configured) : [];
  return {
    environment,
    integration: 'SAP order sync',
    purpose: 'Orders from SAP must be in Sales before the morning.',
    accountKind: 'new',
    owner: nestor.id,
    roleIds: roles.filter(({ name }) => name === integrationReader).map(({ id }) => id),
    until: inDays(test, 30),
    ...changes,
  };
}

export function inDays(test: TestApp, days: number): Day {
  return new Date(Date.parse(test.now()) + days * 86_400_000).toISOString().slice(0, 10) as Day;
}

export async function drafted(test: TestApp, changes: FormValues = {}, requester: Person = alex): Promise<RequestView> {
  const values = await formValues(test, changes);
  const result = await draftRequest(test.app, { requester, values, correlationId: 'test' });
  if (!result.ok) throw new Error(`The form was refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export async function submitted(test: TestApp, changes: FormValues = {}): Promise<RequestView> {
  const { request } = await drafted(test, changes);
  const posted = { activityId: `review-${request.id}`, conversationId: 'chat' };
  return granted(
    await submitRequest(test.app, { id: request.id, by: alex, acknowledged: true, posted, correlationId: 'test' }),
  );
}

export function approve(test: TestApp, request: AccessRequest, by: Person = megan): Promise<Answer> {
  return approveRequest(test.app, { id: request.id, by, planHash: request.planHash, correlationId: 'test' });
}

export async function approved(test: TestApp, changes: FormValues = {}): Promise<AccessRequest> {
  const { request } = await submitted(test, changes);
  return granted(await approve(test, request)).request;
}

export async function stored(test: TestApp, id: RequestId): Promise<AccessRequest> {
  const found = await test.app.store.findRequest(id);
  if (!found) throw new Error(`Request ${id} is not there`);
  return found.request;
}

export function granted({ view, refusal }: Answer): RequestView {
  if (!view || refusal) throw new Error(`Refused: ${refusal?.code ?? 'no view'}`);
  return view;
}

/** What the world looks like: used to see that nothing was left behind, and nothing was made twice. */
export async function worldOf(test: TestApp): Promise<{
  readonly usedLicences: number;
  readonly usedSeats: number;
  readonly accounts: readonly string[];
}> {
  const environment = test.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  const [quota, licence, users] = await Promise.all([
    test.services.dataverse.readQuota(environment),
    test.services.directory.readLicence(environment.licenceSku),
    test.services.graph('GET', "/users?$filter=startswith(userPrincipalName,'svc-')") as Promise<{
      value: { userPrincipalName: string }[];
    }>,
  ]);
  return {
    usedLicences: licence?.used ?? -1,
    usedSeats: quota.used,
    accounts: users.value.map(({ userPrincipalName }) => userPrincipalName).sort(),
  };
}
