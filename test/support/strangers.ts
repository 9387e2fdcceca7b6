import type { EnvironmentKey, SystemUserId } from '../../src/domain/words.ts';
import type { TestApp } from './app.ts';

/** A non-interactive user that an administrator of Dataverse made by hand, with an account of this name. */
export async function madeElsewhere(
  test: TestApp,
  { name, alias }: { readonly name: string; readonly alias: string },
): Promise<{ readonly id: SystemUserId; readonly upn: string; readonly objectId: string }> {
  const { app, services } = test;
  const environment = app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  const { dataverse, directory, powerPlatform } = services;
  const upn = `${alias}@contoso.onmicrosoft.com`;
  const account = { displayName: name, mailNickname: alias, userPrincipalName: upn, accountEnabled: true };
  const passwordProfile = { password: 'never-to-be-used-1' };
  const made = await services.graph('POST', '/users', { ...account, passwordProfile, usageLocation: 'DE' });
  const { id: objectId } = made as { readonly id: string };
  await directory.ensureLicence(objectId, environment.licenceSku);
  await powerPlatform.bringIn(environment, objectId);
  await test.pass(10_000);
  const user = await dataverse.findUser(environment, objectId);
  if (!user) throw new Error(`${upn} has not arrived`);
  await dataverse.ensureAccessMode(environment, user.id, 4);
  await directory.ensureNoLicence(objectId, environment.licenceSku);
  return { id: user.id, upn, objectId };
}
