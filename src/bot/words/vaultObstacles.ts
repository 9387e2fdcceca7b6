import type { ObstacleWords } from './obstacleWords.ts';

const letIn: ObstacleWords = {
  what: 'The key vault does not let Seatkeeper read and write secrets.',
  todo: 'An administrator of the key vault gives Seatkeeper’s application the role Key Vault Secrets Officer on it, and opens its network to Seatkeeper; then ask again.',
};

/** The key vault’s own codes. `Forbidden` is for rights and for its firewall alike. */
export const vaultObstacles: Readonly<Record<string, ObstacleWords>> = {
  SecretTaken: {
    what: 'The name under which the password would be stored is taken in the key vault, perhaps by a secret that was deleted and can still be recovered.',
    todo: 'Ask again with another integration name, or an administrator of the key vault purges the old secret first.',
  },
  SecretDisabled: {
    what: 'The secret with the password is disabled in the key vault.',
    todo: 'An administrator of the key vault enables the secret; then ask again.',
  },
  Forbidden: letIn,
  Http403: letIn,
  Http404: {
    what: 'The key vault has no such secret.',
    todo: 'An admin of Seatkeeper checks the address in `keyVault` of the configuration; then ask again.',
  },
};
