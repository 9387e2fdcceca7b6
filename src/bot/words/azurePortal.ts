/** Each cloud has a portal of its own; a secret's address tells which cloud it is in. */
const portals: Readonly<Record<string, string>> = {
  'vault.azure.net': 'portal.azure.com',
  'vault.usgovcloudapi.net': 'portal.azure.us',
  'vault.azure.cn': 'portal.azure.cn',
};

export interface SecretPlace {
  /** Of the key vault. */
  readonly host: string;
  readonly name: string;
  /** Its page in the portal; undefined where there is no portal. */
  readonly url: string | undefined;
}

/** `secretId`: `https://contoso.vault.azure.net/secrets/svc-sap`. */
export function portalOf(secretId: string): SecretPlace {
  const { host, pathname } = new URL(secretId);
  const portal = portals[host.slice(host.indexOf('.') + 1)];
  return {
    host,
    name: pathname.split('/').at(-1) ?? '',
    url: portal && `https://${portal}/#@/asset/Microsoft_Azure_KeyVault/Secret/${secretId}`,
  };
}
