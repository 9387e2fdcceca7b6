import { dataverse } from './startTestSimulator.ts';
import type { Reply, TestSimulator } from './startTestSimulator.ts';

type Row = Record<string, unknown>;
/** The status, and the code of a refusal. */
type Outcome = [number, string | undefined];

const sku = '50000000-0000-4000-8000-000000000001';
const addUser =
  '/bap/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/e0000000-0000-4000-8000-000000000001/addUser' +
  '?api-version=2020-10-01';

/** What one does in Contoso and its production environment, call by call. */
export function contosoAt(simulator: TestSimulator) {
  const get = (path: string): Promise<Reply> => simulator.call('GET', dataverse('prod', path));

  async function send(method: string, path: string, body: object): Promise<Outcome> {
    const reply = await simulator.call(method, dataverse('prod', path), body, { 'If-Match': '*' });
    return [reply.status, reply.status < 400 ? undefined : reply.body.error.code];
  }

  async function rows(path: string): Promise<Row[]> {
    return (await get(path)).body.value;
  }

  async function user(fullname: string): Promise<Row | undefined> {
    const [found] = await rows(`systemusers?$filter=fullname eq '${fullname}'`);
    return found;
  }

  async function createAccount(): Promise<string> {
    const { body } = await simulator.call('POST', '/graph/v1.0/users', newAccount);
    return String(body['id']);
  }

  function lend(id: string, direction: 'out' | 'back' = 'out'): Promise<Reply> {
    return simulator.call('POST', `/graph/v1.0/users/${id}/assignLicense`, {
      addLicenses: direction === 'out' ? [{ skuId: sku, disabledPlans: [] }] : [],
      removeLicenses: direction === 'back' ? [sku] : [],
    });
  }

  return {
    newAccount,
    legacyReports: 'a2e00000-0000-4000-8000-000000000020',
    get,
    send,
    rows,
    user,
    createAccount,
    lend,
    /** A scenario, as the YAML that it is. */
    play: (yaml: string): Promise<Reply> =>
      simulator.sendText('POST', '/_simulator/scenario', yaml, 'application/yaml'),
    async createLicensed(): Promise<string> {
      const id = await createAccount();
      await lend(id);
      return id;
    },
    force: (objectId: string): Promise<Reply> => simulator.call('POST', addUser, { objectId }),
    async arrived(objectId: string): Promise<Row | undefined> {
      const [found] = await rows(`systemusers?$filter=azureactivedirectoryobjectid eq ${objectId}`);
      return found;
    },
    join(groupId: string, id: string): Promise<Reply> {
      const member = { '@odata.id': `${simulator.url}/graph/v1.0/directoryObjects/${id}` };
      return simulator.call('POST', `/graph/v1.0/groups/${groupId}/members/$ref`, member);
    },
    async seats(): Promise<{ used: unknown; limit: unknown }> {
      const { body } = await get('RetrieveOrganizationResources()');
      const resources = body['OrganizationResources'] as Row;
      return {
        used: resources['CurrentNumberOfNonInteractiveUsers'],
        limit: resources['MaxNumberOfNonInteractiveUsers'],
      };
    },
    async makeNonInteractive(fullname: string): Promise<Outcome> {
      return send('PATCH', `systemusers(${String((await user(fullname))?.['systemuserid'])})`, { accessmode: 4 });
    },
    async assign(to: Row | undefined, role: string, unit = 'contoso'): Promise<Outcome> {
      const [found] = await rows(`roles?$filter=name eq '${role}' and businessunitid/name eq '${unit}'`);
      const address = `${simulator.url}${dataverse('prod', `roles(${String(found?.['roleid'])})`)}`;
      const path = `systemusers(${String(to?.['systemuserid'])})/systemuserroles_association/$ref`;
      return send('POST', path, { '@odata.id': address });
    },
    async rolesOf(fullname: string): Promise<unknown[]> {
      const id = String((await user(fullname))?.['systemuserid']);
      return (await rows(`systemusers(${id})/systemuserroles_association?$orderby=name`)).map(({ name }) => name);
    },
  };
}
export type Contoso = ReturnType<typeof contosoAt>;

const newAccount = {
  accountEnabled: true,
  displayName: 'SAP order sync',
  mailNickname: 'svc-sap',
  userPrincipalName: 'svc-sap@contoso.onmicrosoft.com',
  usageLocation: 'DE',
  passwordProfile: { password: 'correct horse battery' },
};
