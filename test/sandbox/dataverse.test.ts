import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

const get = (path: string, headers?: Record<string, string>) =>
  simulator.call('GET', dataverse('prod', path), undefined, headers);

test('the quota is answered as the service answers it', async () => {
  const { body } = await get('RetrieveOrganizationResources()');
  expect(body['@odata.context']).toMatch(/#Microsoft\.Dynamics\.CRM\.RetrieveOrganizationResourcesResponse$/);
  expect(body['OrganizationResources']).toMatchObject({
    CurrentNumberOfNonInteractiveUsers: 5,
    MaxNumberOfNonInteractiveUsers: 7,
  });
});
