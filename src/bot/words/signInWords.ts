import type { RequestId } from '../../domain/words.ts';
import type { Notice } from './notice.ts';

/** What is said around an approval that counts only after a fresh sign-in. */

export const signInButton = 'Sign in';

export function signInTitle(id: RequestId): string {
  return `Sign in to approve #${id}`;
}

export function signInText(id: RequestId): string {
  return `Sign in with your work account, and your approval of #${id} counts. Nothing is decided until then. This card is good for 15 minutes.`;
}

/** On the request's card, when the card to sign in with is sent. */
export const signInSent: Notice = {
  tone: 'info',
  what: 'Sign in, and your approval counts.',
  why: 'The policy asks for a fresh sign-in with an approval like this one.',
  todo: 'I have sent you a card for it in our own chat. Nothing is decided until then.',
};

export const signInNotSent: Notice = {
  tone: 'warning',
  what: 'Your approval does not count yet.',
  why: 'The policy asks for a fresh sign-in, and I cannot write to you in our own chat.',
  todo: 'Open Seatkeeper from the apps in Teams, press Add, and approve there.',
};

export const superseded: Notice = {
  tone: 'info',
  what: 'This sign-in is no longer needed.',
  todo: 'Use the newest card to sign in.',
};

export function approved(id: RequestId): Notice {
  return { tone: 'good', what: `You approved #${id}.`, why: 'Your sign-in was fresh, so it counts.' };
}

export function cancelled(id: RequestId): Notice {
  return {
    tone: 'info',
    what: `#${id} is not approved by you.`,
    why: 'The sign-in was cancelled.',
    todo: again,
  };
}

export function tooLate(id: RequestId): Notice {
  return {
    tone: 'warning',
    what: `Your approval of #${id} did not count.`,
    why: 'The sign-in came more than 15 minutes after the button.',
    todo: again,
  };
}

export function unknownCode(id: RequestId): Notice {
  return {
    tone: 'warning',
    what: `Your approval of #${id} did not count.`,
    why: 'The sign-in could not be confirmed.',
    todo: again,
  };
}

export function wrongPerson(id: RequestId): Notice {
  return {
    tone: 'attention',
    what: `Your approval of #${id} did not count.`,
    why: 'Somebody else signed in than the one who pressed the button.',
    todo: 'Press Sign in and approve once more, and sign in with the account that you use in Teams.',
  };
}

export function oldSignIn(id: RequestId): Notice {
  return {
    tone: 'warning',
    what: `Your approval of #${id} did not count.`,
    why: 'Entra ID did not ask who you are: it went by a sign-in that is older than the policy allows.',
    todo: 'Sign out of Microsoft 365 in the browser, then press Sign in and approve once more. If it stays so, tell an admin.',
  };
}

const again = 'Press Sign in and approve on the request’s card to try again.';
