import type { RequestView } from '../../application/views.ts';
import { portalOf } from '../words/azurePortal.ts';
import { optional, type Optional } from './optional.ts';
import { buttonsData, type ButtonsData } from './noticeData.ts';

interface CredentialData {
  readonly title: string;
  readonly text: string;
  readonly buttons: Optional<ButtonsData>;
}

/** How the owner gets the credential: never through the chat. */
export function credentialData(view: RequestView): Optional<CredentialData> {
  const { request } = view;
  if (request.status !== 'Active') return [];
  const { account } = request.ask;
  switch (account.kind) {
    case 'new':
      return request.made.secretId === undefined ? [resetText(view)] : [vaultText(view, request.made.secretId)];
    case 'existing':
      return [password(`The password of ${account.upn} is unchanged. Whoever keeps it now goes on keeping it.`)];
    case 'application':
      return [
        {
          title: 'Credentials',
          text: 'Its credentials are the application’s own, managed in Entra. Seatkeeper has none of them.',
          buttons: [],
        },
      ];
    case 'user':
      return [];
  }
}

function resetText({ request, reader }: RequestView): CredentialData {
  const { account, owner } = request.ask;
  const upn = 'upn' in account ? account.upn : account.displayName;
  const kept = 'Seatkeeper set a random password and kept no copy.';
  return password(
    reader.id === owner.id
      ? `${kept} Ask an Entra administrator to reset the password of ${upn} and hand it to you outside the chat.`
      : `${kept} ${owner.name}, the owner, asks an Entra administrator to reset the password of ${upn} and gets it outside the chat.`,
  );
}

function vaultText({ request, reader }: RequestView, secretId: string): CredentialData {
  const { owner } = request.ask;
  const { host, name, url } = portalOf(secretId);
  if (reader.id !== owner.id) {
    return password(`${owner.name}, the owner, finds it in the key vault ${host} as ${name}.`);
  }
  const where = `It is in the key vault ${host} as ${name}.`;
  if (url === undefined) return password(`${where} Its address is ${secretId}`);
  return {
    ...password(`${where} Whoever may read secrets there sees it.`),
    buttons: optional(true, buttonsData([{ title: 'Open in Azure', url }])),
  };
}

function password(text: string): CredentialData {
  return { title: 'The password', text, buttons: [] };
}
