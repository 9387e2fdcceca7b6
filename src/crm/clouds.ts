export type CloudName = 'public' | 'gcc' | 'gccHigh' | 'dod' | 'china';

export interface Cloud {
  /** The host that gives out tokens. */
  readonly login: string;
  readonly graph: string;
  readonly powerPlatform: string;
  /** What a token for the Power Platform admin API is asked for: not the address that it is sent to. */
  readonly powerPlatformAudience: string;
  /** What a token for any key vault is asked for: the end of the address of each. */
  readonly keyVaultAudience: string;
  /** The Bot Framework's own service, where it is not the public one. */
  readonly botChannel?: string;
}

/** https://learn.microsoft.com/power-platform/admin/online-requirements and the admin modules of each cloud. */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    login: 'login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    powerPlatform: 'https://api.bap.microsoft.com',
    powerPlatformAudience: 'https://service.powerapps.com',
    keyVaultAudience: 'https://vault.azure.net',
  },
  gcc: {
    login: 'login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    powerPlatform: 'https://gov.api.bap.microsoft.us',
    powerPlatformAudience: 'https://gov.service.powerapps.us',
    keyVaultAudience: 'https://vault.azure.net',
  },
  gccHigh: {
    login: 'login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    powerPlatform: 'https://high.api.bap.microsoft.us',
    powerPlatformAudience: 'https://high.service.powerapps.us',
    keyVaultAudience: 'https://vault.usgovcloudapi.net',
    botChannel: 'https://botframework.azure.us',
  },
  dod: {
    login: 'login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    powerPlatform: 'https://api.bap.appsplatform.us',
    powerPlatformAudience: 'https://service.apps.appsplatform.us',
    keyVaultAudience: 'https://vault.usgovcloudapi.net',
    botChannel: 'https://botframework.azure.us',
  },
  china: {
    login: 'login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    powerPlatform: 'https://api.bap.partner.microsoftonline.cn',
    powerPlatformAudience: 'https://service.powerapps.cn',
    keyVaultAudience: 'https://vault.azure.cn',
  },
};
