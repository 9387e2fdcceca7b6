import { mendingFor, type Discrepancy } from '../../domain/reconcile.ts';
import type { Environment } from '../../domain/environment.ts';
import { accessModeText } from './accountWords.ts';
import { longDay } from './durations.ts';
import { list } from './lists.ts';
import { mendingWords } from './mendingWords.ts';
import type { CommandButton } from './notice.ts';

export interface DiscrepancyWords {
  /** Which user it is about. */
  readonly topic: string;
  readonly what: string;
  readonly remedy: string;
  readonly buttons: readonly CommandButton[];
}

/**
 * What is different, and the buttons that set it right: each asks once more before anything happens. They name the user, so
 * that an old card acts on what it shows. `back`: what leads back to the list afterwards.
 */
export function discrepancyWords(
  discrepancy: Discrepancy,
  { key, name }: Pick<Environment, 'key' | 'name'>,
  back: string,
): DiscrepancyWords {
  const say = (title: string, args: string): CommandButton => ({ title, data: { command: 'say', args, back } });
  if (discrepancy.kind === 'madeElsewhere') {
    const { user } = discrepancy;
    const address = user.applicationId ?? user.upn;
    return {
      topic: user.fullName || address,
      what: `was made without Seatkeeper (${address}), and nobody here answers for it.`,
      remedy: 'Take it over, so that it gets an owner and an end, or revoke it.',
      buttons: [
        say('Adopt', `/adopt ${address} in ${key}`),
        say('Revoke', `/revoke ${address} in ${key} It was made without Seatkeeper, and nobody answers for it.`),
      ],
    };
  }
  const { record } = discrepancy;
  const topic = `#${record.id} ${record.integration}`;
  const { id } = record;
  const mending = mendingFor(discrepancy);
  const mend: readonly CommandButton[] = mending
    ? [{ title: mendingWords[mending].title, data: { command: 'mend', requestId: id, what: mending, back } }]
    : [];
  switch (discrepancy.kind) {
    case 'gone':
      return {
        topic,
        what: `is no longer in ${name}: somebody deleted ${record.address}.`,
        remedy: 'Close its record.',
        buttons: [say('Close its record', `/revoke ${id} It is no longer in ${name}.`)],
      };
    case 'accountGone':
      return {
        topic,
        what: `has lost ${goneAccount(record.address)}, so it cannot sign in any more.`,
        remedy: 'Revoke what is left of it. If it is still needed, ask for a new user.',
        buttons: [say('Revoke what is left', `/revoke ${id} Its account is no longer in Microsoft Entra.`)],
      };
    case 'disabled':
      return {
        topic,
        what: `is disabled in ${name}, so its integration does not work.`,
        remedy: 'Enable it again, or revoke it.',
        buttons: [...mend, say('Revoke', `/revoke ${id} It was found disabled.`)],
      };
    case 'modeFlipped':
      return {
        topic,
        what: `is no longer non-interactive: its access mode is ${accessModeText(discrepancy.accessMode)}, so a person can work with it.`,
        remedy: 'Make it non-interactive again, or revoke it.',
        buttons: [...mend, say('Revoke', `/revoke ${id} It was found interactive.`)],
      };
    case 'licensed':
      return {
        topic,
        what: 'still holds a licence that it does not need.',
        remedy: 'Take the licence, so that somebody else can have it.',
        buttons: mend,
      };
    case 'rolesDrifted':
      return {
        topic,
        what: driftText(discrepancy.missing, discrepancy.extra),
        remedy: 'Restore what was approved, or ask for a change, which is approved.',
        buttons: [...mend, { title: 'Change it', data: { command: 'change', requestId: id } }],
      };
    case 'ownerLeft':
      return {
        topic,
        what: `has lost its owner: ${record.owner} is no longer in the organisation.`,
        remedy: 'Name another owner, which is approved, or revoke it.',
        buttons: [
          { title: 'Name an owner', data: { command: 'change', requestId: id } },
          say('Revoke', `/revoke ${id} Its owner has left.`),
        ],
      };
    case 'overdue':
      return {
        topic,
        what: `should have ended on ${longDay(record.until)}, and is still there.`,
        remedy: 'Revoke it, or extend it, which is approved.',
        buttons: [
          say('Revoke', `/revoke ${id} Its last day has passed.`),
          { title: 'Extend', data: { command: 'change', requestId: id } },
        ],
      };
  }
}

function goneAccount(address: string): string {
  const kind = address.includes('@') ? 'account' : 'application';
  return `its ${kind}: somebody deleted ${address} in Microsoft Entra`;
}

function driftText(missing: readonly string[], extra: readonly string[]): string {
  const lost = missing.length > 0 ? `lacks ${list(missing)}` : '';
  const got = extra.length > 0 ? `has ${list(extra)} beyond what was approved` : '';
  return `${[lost, got].filter((part) => part !== '').join(', and ')}.`;
}
