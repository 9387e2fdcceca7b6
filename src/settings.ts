import type { Settings } from './application/app.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import type { Credentials } from './crm/tokens.ts';
import type { ApproverRef } from './domain/policy.ts';
import type { ApplicationId, EnvironmentKey, GroupId, PersonId } from './domain/words.ts';

/** The checked file in the words of the domain. */
export function settingsOf(file: ConfigurationFile, crm?: Credentials): Settings {
  return {
    environments: new Map(
      file.environments.map(({ credentials, keyVault, ...environment }) => {
        const key = environment.key as EnvironmentKey;
        return [key, { ...environment, key, ...(credentials === 'keyVault' && keyVault && { keyVault }) }];
      }),
    ),
    policies: new Map(
      Object.entries(file.approvals).map(([name, policy]) => [
        name,
        { ...policy, name, approvers: policy.approvers.map(principal) },
      ]),
    ),
    admins: file.admins.map(principal),
    ...(crm?.clientId && { applicationId: crm.clientId.toLowerCase() as ApplicationId }),
  };
}

function principal(text: string): ApproverRef {
  return text.startsWith('group:')
    ? { kind: 'group', id: text.slice('group:'.length) as GroupId }
    : { kind: 'person', id: text as PersonId };
}
