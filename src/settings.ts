import type { Recertification, Settings } from './application/app.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import type { EnvironmentKey } from './domain/words.ts';
import { milliseconds, policyFrom, refOf } from './policyFile.ts';

/** The checked file in the words of the domain. */
export function settingsOf(file: ConfigurationFile): Settings {
  const admins = file.admins.map(refOf);
  return {
    environments: new Map(
      file.environments.map(({ credentials, keyVault, owners, ...environment }) => {
        const key = environment.key as EnvironmentKey;
        const vault = credentials === 'keyVault' && keyVault ? { keyVault } : {};
        return [key, { ...environment, key, owners: owners.map(refOf), ...vault }];
      }),
    ),
    policies: new Map(Object.entries(file.approvals).map(([name, policy]) => [name, policyFrom(name, policy, admins)])),
    admins,
    recertification: recertificationFrom(file.recertification),
  };
}

function recertificationFrom(file: ConfigurationFile['recertification']): Recertification {
  const { every, remindAfter, adminsAfter, endAfter, ifUnanswered } = file;
  return {
    ...(every && { every: milliseconds(every) }),
    terms: {
      remindAfter: milliseconds(remindAfter),
      adminsAfter: milliseconds(adminsAfter),
      endAfter: milliseconds(endAfter),
      ifUnanswered,
    },
  };
}
