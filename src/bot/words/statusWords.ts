import type { RequestStatus } from '../../domain/request.ts';

/** A text colour of Adaptive Cards: the host decides what it looks like, in light and dark. */
export type Colour = 'default' | 'accent' | 'good' | 'warning' | 'attention';

/** One word, one colour and one shape per state, everywhere; so that none of them carries the meaning alone. */
export interface StatusWord {
  readonly word: string;
  readonly colour: Colour;
  readonly shape: string;
}

export const statusWords = {
  Draft: { word: 'Draft', colour: 'default', shape: '○' },
  Pending: { word: 'Pending', colour: 'accent', shape: '●' },
  Waiting: { word: 'Waiting', colour: 'warning', shape: '◔' },
  Provisioning: { word: 'Creating', colour: 'accent', shape: '◑' },
  Undoing: { word: 'Undoing', colour: 'warning', shape: '↺' },
  Active: { word: 'Active', colour: 'good', shape: '✓' },
  Revoking: { word: 'Revoking', colour: 'warning', shape: '◒' },
  Revoked: { word: 'Revoked', colour: 'default', shape: '–' },
  Replaced: { word: 'Replaced', colour: 'default', shape: '–' },
  Rejected: { word: 'Rejected', colour: 'attention', shape: '✕' },
  Failed: { word: 'Failed', colour: 'attention', shape: '✕' },
  Withdrawn: { word: 'Withdrawn', colour: 'default', shape: '–' },
  Expired: { word: 'Expired', colour: 'default', shape: '–' },
} as const satisfies Readonly<Record<RequestStatus, StatusWord>>;
