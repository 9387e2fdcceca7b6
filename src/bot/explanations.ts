import type { Notice } from './words/notice.ts';

/** Answers to what people ask before they ask for a user. */
export const aboutNotice: Notice = {
  tone: 'info',
  what: 'A non-interactive user is an account with which a program, not a person, works with Dynamics 365.',
  why: 'It needs no licence of its own, but one of the few seats of its environment, and it cannot open the apps. It does not save licences: people who reach the data through the integration still need their own (multiplexing).',
  todo: 'Ask for one, or see how many seats are left.',
  buttons: [
    { title: 'Request a user', data: { command: 'request' } },
    { title: 'Seats', data: { command: 'quota' } },
  ],
};

export const cannotRevoke: Notice = {
  tone: 'warning',
  what: 'I cannot end a user’s access yet.',
  why: 'I ask, approve and create; a user that was created stays until an administrator disables it.',
  todo: 'Ask an administrator of the environment to disable it in the Power Platform admin centre. A request that is not approved yet can be withdrawn on its card.',
  buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
};

export const welcome: Notice = { tone: 'info', what: 'You are welcome.' };
