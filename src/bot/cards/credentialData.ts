import type { RequestView } from '../../application/views.ts';
import type { Optional, TextData } from './optional.ts';

/** How the owner gets the credential: never through the chat. */
export function credentialData({ request, reader }: RequestView): Optional<TextData> {
  if (request.status !== 'Active') return [];
  const { account, owner } = request.ask;
  if (account.kind === 'existing') {
    return [{ text: `The password of ${account.upn} is unchanged. Whoever keeps it now goes on keeping it.` }];
  }
  const kept = 'Seatkeeper set a random password and kept no copy.';
  return reader.id === owner.id
    ? [
        {
          text: `${kept} Ask an Entra administrator to reset the password of ${account.upn} and hand it to you outside the chat.`,
        },
      ]
    : [
        {
          text: `${kept} ${owner.name}, the owner, asks an Entra administrator to reset the password of ${account.upn} and gets it outside the chat.`,
        },
      ];
}
